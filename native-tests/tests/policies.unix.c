/* The NT authentication policy, whose store is a directory off Windows. */
#include "fixture.h"

static void write_file(const char *directory, const char *name, const identity *of)
{
    char path[TEMPORARY_PATH + 32];
    snprintf(path, sizeof(path), "%s/%s", directory, name);
    FILE *file = fopen(path, "wb");
    CHECK(file && fwrite(of->der, 1, of->der_length, file) == of->der_length && fclose(file) == 0);
}

static void check(PCCERT_CHAIN_CONTEXT chain, DWORD flags, HRESULT error, LONG chain_index, LONG element_index)
{
    CERT_CHAIN_POLICY_PARA para = {.cbSize = sizeof(para), .dwFlags = flags};
    CERT_CHAIN_POLICY_STATUS status = {.cbSize = sizeof(status)};
    CHECK_OK(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_NT_AUTH, chain, &para, &status));
    CHECK_EQ(status.dwError, (DWORD)error);
    CHECK_EQ(status.lChainIndex, chain_index);
    CHECK_EQ(status.lElementIndex, element_index);
}

TEST(the_issuer_must_be_in_the_directory)
{
    char directory[TEMPORARY_PATH];
    temporary_subdirectory(directory, sizeof(directory));
    set_environment("STAPLE32_NTAUTH_DIR", directory);
    identity *root = pki_root("root"), *authority = pki_issue(root, "CA", (issue_options){.is_authority = 1}),
             *leaf = pki_issue(authority, "user", (issue_options){0});
    const identity *issuers[] = {authority, root, NULL};
    PCCERT_CHAIN_CONTEXT chain = chain_of(leaf, issuers);
    check(chain, 0, CERT_E_UNTRUSTEDCA, 0, 1);
    write_file(directory, "root.cer", root);
    check(chain, 0, CERT_E_UNTRUSTEDCA, 0, 1);
    write_file(directory, "authority.cer", authority);
    check(chain, 0, ERROR_SUCCESS, -1, -1);
    check(chain, BASIC_CONSTRAINTS_CERT_CHAIN_POLICY_CA_FLAG, TRUST_E_BASIC_CONSTRAINTS, 0, 0);
    remove_tree(directory);
}

TEST(without_a_directory_nobody_may_issue_for_logon)
{
    set_environment("STAPLE32_NTAUTH_DIR", "/nonexistent");
    identity *root = pki_root("root"), *leaf = pki_issue(root, "user", (issue_options){0});
    const identity *issuers[] = {root, NULL};
    check(chain_of(leaf, issuers), 0, CERT_E_UNTRUSTEDCA, 0, 1);
}
