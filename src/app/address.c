/* Which address people reach this machine by. See site.h. */
#include "app/site.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

/* Phones in the room share a private network with this machine, so such an address is best. */
static int worth(const struct ifaddrs *entry) {
    if (!entry->ifa_addr || !(entry->ifa_flags & IFF_UP) || (entry->ifa_flags & IFF_LOOPBACK))
        return 0;
    if (entry->ifa_addr->sa_family != AF_INET) return 0;
    const struct sockaddr_in *in = (const void *)entry->ifa_addr;
    uint32_t host = ntohl(in->sin_addr.s_addr);
    bool is_private = host >> 24 == 10 || host >> 20 == 0xac1 || host >> 16 == 0xc0a8;
    bool link_local = host >> 16 == 0xa9fe;
    return link_local ? 1 : is_private ? 3 : 2;
}

/* The IPv4 address that others in the network reach this machine by; empty when there is none. */
static struct str network_address(struct arena *arena) {
    struct ifaddrs *list = NULL;
    struct str best = {0};
    int best_worth = 0;
    if (getifaddrs(&list) != 0) return best;
    for (const struct ifaddrs *entry = list; entry; entry = entry->ifa_next) {
        char text[INET_ADDRSTRLEN];
        if (worth(entry) <= best_worth) continue;
        const struct sockaddr_in *in = (const void *)entry->ifa_addr;
        if (!inet_ntop(AF_INET, &in->sin_addr, text, sizeof text)) continue;
        best = str_copy(arena, str_from(text));
        best_worth = worth(entry);
    }
    freeifaddrs(list);
    return best;
}

struct str site_address(struct arena *arena, const struct config *config, int port) {
    struct str host = {0};
    if (config->base_url.n)
        return str_ends(config->base_url, STR("/"))
                   ? str_slice(config->base_url, 0, config->base_url.n - 1)
                   : config->base_url;
    if (config->lan) host = network_address(arena);
    if (!host.n) host = STR("localhost");
    return str_format(arena, "http://%.*s:%d", STR_ARG(host), port);
}
