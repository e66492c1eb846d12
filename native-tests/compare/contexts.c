/* Certificate contexts: fields, copies, extensions. */
#include "compare.h"

static void fields(const item *item)
{
    about("%s", item->name);
    PCCERT_CONTEXT context = CERT_OF("create", CertCreateCertificateContext(X509_ASN_ENCODING, item->der, item->length));
    const CERT_INFO *info = context->pCertInfo;
    say("encoding", "%u", (unsigned)context->dwCertEncodingType);
    say("version", "%u", (unsigned)info->dwVersion);
    say_bytes("serial number", info->SerialNumber.pbData, info->SerialNumber.cbData);
    say("signature algorithm", "%s", info->SignatureAlgorithm.pszObjId);
    say_bytes("its parameters", info->SignatureAlgorithm.Parameters.pbData, info->SignatureAlgorithm.Parameters.cbData);
    say_bytes("issuer", info->Issuer.pbData, info->Issuer.cbData);
    say_bytes("subject", info->Subject.pbData, info->Subject.cbData);
    say("not before", "%08x%08x", (unsigned)info->NotBefore.dwHighDateTime, (unsigned)info->NotBefore.dwLowDateTime);
    say("not after", "%08x%08x", (unsigned)info->NotAfter.dwHighDateTime, (unsigned)info->NotAfter.dwLowDateTime);
    say("key algorithm", "%s", info->SubjectPublicKeyInfo.Algorithm.pszObjId);
    say_bytes("key parameters", info->SubjectPublicKeyInfo.Algorithm.Parameters.pbData, info->SubjectPublicKeyInfo.Algorithm.Parameters.cbData);
    say("key", "%u bytes, %u bits unused", (unsigned)info->SubjectPublicKeyInfo.PublicKey.cbData,
        (unsigned)info->SubjectPublicKeyInfo.PublicKey.cUnusedBits);
    say("unique identifiers", "%u, %u", (unsigned)info->IssuerUniqueId.cbData, (unsigned)info->SubjectUniqueId.cbData);
    say("extensions", "%u", (unsigned)info->cExtension);
    for (DWORD i = 0; i < info->cExtension; i++) {
        char what[40];
        snprintf(what, sizeof(what), "extension %u", (unsigned)i);
        say(what, "%s, critical %d, %u bytes", info->rgExtension[i].pszObjId, info->rgExtension[i].fCritical, (unsigned)info->rgExtension[i].Value.cbData);
    }
    BOOL_OF("free", CertFreeCertificateContext(context));
}

AREA(certificates)
{
    fields(&item_root);
    fields(&item_ca);
    fields(&item_leaf);
    fields(&item_odd);

    about("creating");
    CERT_OF("both encodings", CertCreateCertificateContext(X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, DER(leaf)));
    CERT_OF("no encoding", CertCreateCertificateContext(0, DER(leaf)));
    CERT_OF("message encoding", CertCreateCertificateContext(PKCS_7_ASN_ENCODING, DER(leaf)));
    CERT_OF("cut off", CertCreateCertificateContext(X509_ASN_ENCODING, item_leaf.der, item_leaf.length - 1));
    CERT_OF("nothing", CertCreateCertificateContext(X509_ASN_ENCODING, item_leaf.der, 0));
    BYTE more[4096] = {0};
    memcpy(more, item_leaf.der, item_leaf.length);
    PCCERT_CONTEXT longer = CertCreateCertificateContext(X509_ASN_ENCODING, more, item_leaf.length + 3);
    say("bytes behind it", "%s", !longer ? "refused" : longer->cbCertEncoded == item_leaf.length ? "left out" : "taken along");
    CertFreeCertificateContext(longer);
    CERT_OF("a CRL", CertCreateCertificateContext(X509_ASN_ENCODING, DER(crl)));

    about("copies");
    PCCERT_CONTEXT leaf = CERTIFICATE_OF(leaf), another = CERTIFICATE_OF(leaf);
    PCCERT_CONTEXT twice = CertDuplicateCertificateContext(leaf);
    say("a duplicate", "%s", twice == leaf ? "is the same" : "is another");
    say("created again", "%s", another == leaf ? "is the same" : "is another");
    say("its own bytes", "%s", leaf->pbCertEncoded == item_leaf.der ? "no" : "yes");
    BOOL_OF("free one", CertFreeCertificateContext(twice));
    BOOL_OF("free nothing", CertFreeCertificateContext(NULL));
    say("a duplicate of nothing", "%s", CertDuplicateCertificateContext(NULL) ? "not NULL" : "NULL");
    CertFreeCertificateContext(another);

    about("extensions");
    CERT_EXTENSION *extensions = leaf->pCertInfo->rgExtension;
    DWORD count = leaf->pCertInfo->cExtension;
    PCERT_EXTENSION found = POINTER_OF("one that is there", CertFindExtension(szOID_ENHANCED_KEY_USAGE, count, extensions));
    say("its identifier", "%s", found ? found->pszObjId : "none");
    POINTER_OF("one that is not there", CertFindExtension(szOID_NAME_CONSTRAINTS, count, extensions));
    POINTER_OF("in no extensions", CertFindExtension(szOID_NAME_CONSTRAINTS, 0, NULL));
    POINTER_OF("no identifier", CertFindExtension(NULL, count, extensions));
    CertFreeCertificateContext(leaf);
}
