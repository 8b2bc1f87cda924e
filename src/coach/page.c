#include "coach/page.h"

#include "base/civil.h"
#include "coach/browser.h"
#include "coach/site.h"

#include <stdio.h>

void
page_token(struct call *call, struct store *store)
{
	char token[SECRET_HEX];

	browser_token(store_key(store), call->browser, token);
	html_addf(&call->answer,
	    "<input type=\"hidden\" name=\"token\" value=\"%s\">", token);
}

static void
add_way_out(struct call *call, struct store *store)
{
	html_addf(&call->answer,
	    "<form class=\"out\" method=\"post\" action=\"/sign-out\">"
	    "<span class=\"who\">%s</span> ",
	    call->web.name);
	page_token(call, store);
	str_add(
	    &call->answer, "<button type=\"submit\">Sign out</button></form>\n");
}

void
page_begin(struct call *call, struct store *store, const char *title)
{
	struct str *out = &call->answer;
	bool in = store && *call->web.name;

	str_clear(out);
	html_addf(out,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width,"
	    "initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<title>%s - %s</title>\n"
	    "<link rel=\"stylesheet\" href=\"/style.css\">\n"
	    "</head>\n<body>\n"
	    "<a class=\"skip\" href=\"#main\">To the content</a>\n"
	    "<header class=\"top\">\n",
	    title, call->about->name);
	html_addf(out,
	    in ? "<a class=\"site\" href=\"/\">%s</a>\n"
	       : "<span class=\"site\">%s</span>\n",
	    call->about->name);
	if (in)
		add_way_out(call, store);
	str_add(out, "</header>\n<main id=\"main\">\n");
}

void
page_end(struct call *call, int status)
{
	str_add(&call->answer, "</main>\n</body>\n</html>\n");
	call->status = status;
	call->type = "text/html; charset=utf-8";
}

const char *
page_day(int32_t day, char buf[PAGE_DAY])
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int year, month, mday;

	*buf = '\0';
	if (day == CIVIL_NONE)
		return buf;
	civil_to(day, &year, &month, &mday);
	snprintf(buf, PAGE_DAY, "%d %s %d", mday, months[month - 1], year);
	return buf;
}

const char *
page_ago(int32_t day, int32_t today, char buf[PAGE_DAY])
{
	int32_t days = day == CIVIL_NONE ? 21 : today - day;

	if (days > 20)
		return page_day(day, buf);
	if (days <= 1)
		snprintf(buf, PAGE_DAY, "%s", days < 1 ? "today" : "yesterday");
	else
		snprintf(buf, PAGE_DAY, "%d days ago", (int)days);
	return buf;
}

void
page_half(struct str *out, int twice)
{
	if (twice < 0)
		str_add(out, "-");
	else
		html_addf(out, "%d%s", twice / 2, twice % 2 ? ".5" : "");
}

void
page_reasons(struct str *out, const struct attention_found *found)
{
	struct str words = {0};

	if (!found->bits)
		return;
	str_add(out, "<ul class=\"reasons\">");
	for (int i = 0; i < ATTENTIONS; i++) {
		if (!(found->bits >> i & 1))
			continue;
		str_clear(&words);
		attention_words(found, (enum attention)i, &words);
		html_addf(out, "<li>%s</li>", words.s);
	}
	str_add(out, "</ul>");
	str_fini(&words);
}

const char *
page_days(int mask)
{
	switch (mask) {
	case 0x7f:
		return "daily";
	case 0x1f:
		return "Mon to Fri";
	case 0x60:
		return "at weekends";
	}
	return "on some days";
}

enum chart_day
page_chart_day(const struct casefile *file, int32_t day)
{
	const struct casefile_day *on = casefile_on(file, day);

	if (on && on->done)
		return CHART_DONE;
	if (on && on->partial)
		return CHART_PARTIAL;
	return casefile_planned(file, day) ? CHART_MISSED : CHART_BLANK;
}
