# Certificates for the scripts of sync, made in $work; sourced after tests/cli/lib.sh.
# What is trusted is $work/ca.pem.

# openssl, quiet while all is well.
ssl() {
	openssl "$@" >"$work/ssl" 2>&1 || { cat "$work/ssl"; echo "Bail out! openssl $1"; exit 1; }
}

# authority NAME: NAME.pem signs, by NAME.key.
authority() {
	ssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
	    -keyout "$work/$1.key" -out "$work/$1.pem" -subj "/CN=Own authority ($1)"
}

# certificate NAME AUTHORITY DAYS NAMES: NAME/cert.pem and NAME/key.pem.
certificate() {
	mkdir -p "$work/$1"
	echo "subjectAltName=$4" >"$work/$1/names"
	ssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
	    -keyout "$work/$1/key.pem" -out "$work/$1/request" -subj /CN=coach
	ssl x509 -req -in "$work/$1/request" -CA "$work/$2.pem" -CAkey "$work/$2.key" \
	    -set_serial 2 -days "$3" -extfile "$work/$1/names" -out "$work/$1/cert.pem"
}

# pin_of NAME: the key of a certificate, as sync.pin has it.
pin_of() {
	openssl x509 -in "$work/$1/cert.pem" -noout -pubkey >"$work/$1/public"
	openssl pkey -pubin -in "$work/$1/public" -outform der -out "$work/$1/der"
	echo "sha256//$(openssl dgst -sha256 -binary "$work/$1/der" | openssl base64)"
}

# wait_for FILE: until there is something in it.
wait_for() {
	tries=0
	until [ -s "$1" ]; do
		tries=$((tries + 1))
		[ $tries -lt 1200 ] || { echo "Bail out! nothing in $1"; exit 1; }
		sleep 0.05
	done
}

# up FILE COMMAND...: starts a server, $up_pid, that writes FILE once it is there; what
# it prints goes to $work/said.  Its port may have been lent to somebody's connection
# since it was last had: then it ends at once, and is started again.
up() {
	up_file=$1 tries=0
	shift
	rm -f "$up_file"
	while :; do
		"$@" >"$work/said" 2>>"$work/log" &
		up_pid=$!
		until [ -s "$up_file" ] || ! kill -0 $up_pid 2>/dev/null; do
			tries=$((tries + 1))
			[ $tries -lt 1200 ] || { cat "$work/log"; echo "Bail out! no $1"; exit 1; }
			sleep 0.05
		done
		[ ! -s "$up_file" ] || return 0
		tries=$((tries + 20))
		sleep 0.5
	done
}
