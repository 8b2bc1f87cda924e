# The examples of uncoil-sync(7) as seeds in fuzz-answer-corpus/: the reader, and what
# it reads.
BEGIN { reader["answer"] = "2"; reader["offer"] = "3"; reader["welcome"] = "4"; reader["problem"] = "5" }
/^\.\\" example/ { kind = $3; next }
/^\.Bd -literal/ && kind != "" {
	file = "fuzz-answer-corpus/" ++n
	printf "%s", kind in reader ? reader[kind] : "6" >file
	next
}
/^\.Ed/ { kind = file = "" }
file != "" { print >file }
