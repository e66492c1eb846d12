#include "chain.h"

#include <string.h>

static HCERTSTORE store_of(const PCCERT_CONTEXT *items, int count)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    for (int i = 0; store && i < count; i++) {
        if (!CertAddCertificateContextToStore(store, items[i], CERT_STORE_ADD_USE_EXISTING, NULL)) {
            CertCloseStore(store, 0);
            store = NULL;
        }
    }
    return store;
}

/* An engine that ends chains at the given roots and nowhere else: the machine's own roots play no part in it. */
static HCERTCHAINENGINE engine_for(HCERTSTORE roots)
{
    CERT_CHAIN_ENGINE_CONFIG config;
    memset(&config, 0, sizeof config);
    config.cbSize = sizeof config;
    config.hExclusiveRoot = roots;
    config.dwExclusiveFlags = CERT_CHAIN_EXCLUSIVE_ENABLE_CA_FLAG; /* a file that stops at an intermediate is enough */
    HCERTCHAINENGINE engine = NULL;
    return CertCreateCertificateChainEngine(&config, &engine) ? engine : NULL;
}

static PCCERT_CHAIN_CONTEXT build(PCCERT_CONTEXT leaf, HCERTSTORE others, HCERTSTORE roots)
{
    PCCERT_CHAIN_CONTEXT context = NULL;
    HCERTCHAINENGINE engine = others && roots ? engine_for(roots) : NULL;
    if (engine) {
        CERT_CHAIN_PARA usage;
        memset(&usage, 0, sizeof usage);
        usage.cbSize = sizeof usage;
        if (!CertGetCertificateChain(engine, leaf, NULL, others, &usage, 0, NULL, &context))
            context = NULL;
        CertFreeCertificateChainEngine(engine);
    }
    return context;
}

bool chain_load(server_chain *chain, const char *chain_file, const char *ca_file, problem *problem)
{
    memset(chain, 0, sizeof *chain);
    pem_certificates *own = &chain->certificates;
    pem_certificates given = { .count = 0 };
    if (!pem_load(own, chain_file, problem))
        return false;
    if (ca_file && !pem_load(&given, ca_file, problem)) {
        chain_free(chain);
        return false;
    }

    HCERTSTORE others = store_of(own->items, own->count);
    HCERTSTORE roots = ca_file ? store_of(given.items, given.count) : store_of(&own->items[own->count - 1], 1);
    chain->context = build(own->items[0], others, roots);
    DWORD error = chain->context ? 0 : GetLastError();

    /* The chain context holds references of its own on all that it shows. */
    if (roots)
        CertCloseStore(roots, 0);
    if (others)
        CertCloseStore(others, 0);
    pem_free(&given);
    if (chain->context)
        return true;
    chain_free(chain);
    return problem_set(problem, "%s: no chain can be built (error 0x%08x)", chain_file, (unsigned)error);
}

void chain_free(server_chain *chain)
{
    if (chain->context)
        CertFreeCertificateChain(chain->context);
    chain->context = NULL;
    pem_free(&chain->certificates);
}
