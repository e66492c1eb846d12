/* System stores where they are directories. */
#ifndef PLACES_H
#define PLACES_H

#include "fixture.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where the user's stores and the machine's are. */
extern char users[TEMPORARY_PATH / 2], machines[TEMPORARY_PATH / 2];

/* New and empty ones, and no roots of the platform's. */
void use_new_places(void);
void remove_places(void);

/* As an administrator would, with cp. */
void put(const char *place, const char *store, const char *name, const identity *certificate);

/* CERT_SYSTEM_STORE_CURRENT_USER or _LOCAL_MACHINE, and other flags. */
HCERTSTORE open_store(DWORD flags, const char *name);

BOOL add(HCERTSTORE store, const identity *made, PCCERT_CONTEXT *added);
int count(HCERTSTORE store);

static const DWORD user = CERT_SYSTEM_STORE_CURRENT_USER, machine = CERT_SYSTEM_STORE_LOCAL_MACHINE;

#ifdef __cplusplus
}
#endif

#endif
