#include "coach/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

static void
block4(const unsigned char *b, char block[ADDRESS_BLOCK])
{
	snprintf(block, ADDRESS_BLOCK, "%u.%u.%u.0/24", b[0], b[1], b[2]);
}

/* An IPv4 address in an IPv6 socket is an IPv4 address. */
static void
block6(const struct in6_addr *in, char block[ADDRESS_BLOCK])
{
	struct in6_addr net = *in;
	char text[INET6_ADDRSTRLEN];

	if (IN6_IS_ADDR_V4MAPPED(in)) {
		block4(in->s6_addr + 12, block);
		return;
	}
	memset(net.s6_addr + 8, 0, 8);
	inet_ntop(AF_INET6, &net, text, sizeof(text));
	snprintf(block, ADDRESS_BLOCK, "%.42s/64", text);
}

char *
address_block(const struct sockaddr *address, char block[ADDRESS_BLOCK])
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	strcpy(block, "local");
	if (address && address->sa_family == AF_INET) {
		memcpy(&in, address, sizeof(in));
		block4((const unsigned char *)&in.sin_addr, block);
	} else if (address && address->sa_family == AF_INET6) {
		memcpy(&in6, address, sizeof(in6));
		block6(&in6.sin6_addr, block);
	}
	return block;
}

bool
address_block_text(const char *text, char block[ADDRESS_BLOCK])
{
	struct in_addr in;
	struct in6_addr in6;

	if (inet_pton(AF_INET, text, &in) == 1) {
		block4((const unsigned char *)&in, block);
		return true;
	}
	if (inet_pton(AF_INET6, text, &in6) != 1)
		return false;
	block6(&in6, block);
	return true;
}

bool
address_is_local(const struct sockaddr *address)
{
	char block[ADDRESS_BLOCK];
	struct sockaddr_in6 in6;

	address_block(address, block);
	if (strncmp(block, "127.", 4) == 0 || strcmp(block, "local") == 0)
		return true;
	if (address->sa_family != AF_INET6)
		return false;
	memcpy(&in6, address, sizeof(in6));
	return IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
}
