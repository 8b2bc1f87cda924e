/*
 * The part of an address that is remembered: /24 of IPv4, /64 of IPv6.  Who sits
 * at a machine of that net is nobody's business, and one person has a whole /64.
 */
#ifndef COACH_ADDRESS_H
#define COACH_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

#define ADDRESS_BLOCK 48 /* the longest, with the NUL */

/* "192.0.2.0/24", "2001:db8::/64", "local" for a Unix socket.  Returns block. */
char *address_block(const struct sockaddr *address, char block[ADDRESS_BLOCK]);

/* The same of an address as text (a proxy's header); false when it is none. */
bool address_block_text(const char *text, char block[ADDRESS_BLOCK]);

/* 127.0.0.0/8, ::1 and Unix sockets: whoever asks sits on this machine. */
bool address_is_local(const struct sockaddr *address);

#endif
