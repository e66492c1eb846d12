/* staple32/wincrypt.h: the certificate, store, chain and server OCSP functions of Windows' Crypt32 that Staple32 has.
 *
 * On Windows this is the SDK's <wincrypt.h> and what an older one lacks of the server OCSP functions. Elsewhere it
 * declares the same names, values and layouts. A function that is not declared here is not in the library
 * (interop-headers/MATRIX.md lists them all).
 *
 * A parameter marked opt may be NULL. Beside OpenSSL's headers define WINCRYPT_USE_SYMBOL_PREFIX first (it is defined
 * here if they were included before): the names both want (X509_NAME, X509_EXTENSIONS, OCSP_REQUEST, OCSP_RESPONSE,
 * PKCS7_SIGNER_INFO) then carry the prefix WINCRYPT_.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STAPLE32_WINCRYPT_H
#define STAPLE32_WINCRYPT_H

#if (defined(OPENSSL_TYPES_H) || defined(HEADER_OPENSSL_TYPES_H) || defined(OPENSSL_OSSL_TYP_H)) \
    && !defined(WINCRYPT_USE_SYMBOL_PREFIX)
#define WINCRYPT_USE_SYMBOL_PREFIX
#endif

#include "windef.h"

#ifdef _WIN32

#include <wincrypt.h>
#include "server_ocsp.h"

/* Younger than the headers of some compilers. */
#ifndef CERT_VERIFY_REV_SERVER_OCSP_WIRE_ONLY_FLAG
#define CERT_VERIFY_REV_SERVER_OCSP_WIRE_ONLY_FLAG 0x00000020
#endif
#ifndef CERT_CHAIN_POLICY_CT
#define CERT_CHAIN_POLICY_CT ((LPCSTR)13)
#endif

#else

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Blobs, names, extensions ------------------------------------------------------------------------------------ */

typedef ULONG_PTR HCRYPTPROV;
typedef ULONG_PTR HCRYPTPROV_LEGACY; /* takes 0 */
typedef ULONG_PTR HCRYPTPROV_OR_NCRYPT_KEY_HANDLE;
typedef unsigned int ALG_ID;
typedef void *HCERTSTORE;
typedef void *HCRYPTMSG;
typedef HANDLE HCERTCHAINENGINE;

/* Integers are little endian, everything else as on the wire. */
typedef struct _CRYPTOAPI_BLOB {
    DWORD cbData;
    BYTE *pbData;
} CRYPT_INTEGER_BLOB, *PCRYPT_INTEGER_BLOB,
    CRYPT_UINT_BLOB, *PCRYPT_UINT_BLOB,
    CRYPT_OBJID_BLOB, *PCRYPT_OBJID_BLOB,
    CERT_NAME_BLOB, *PCERT_NAME_BLOB,
    CERT_RDN_VALUE_BLOB, *PCERT_RDN_VALUE_BLOB,
    CERT_BLOB, *PCERT_BLOB,
    CRL_BLOB, *PCRL_BLOB,
    DATA_BLOB, *PDATA_BLOB,
    CRYPT_DATA_BLOB, *PCRYPT_DATA_BLOB,
    CRYPT_HASH_BLOB, *PCRYPT_HASH_BLOB,
    CRYPT_DIGEST_BLOB, *PCRYPT_DIGEST_BLOB,
    CRYPT_DER_BLOB, *PCRYPT_DER_BLOB,
    CRYPT_ATTR_BLOB, *PCRYPT_ATTR_BLOB;

typedef struct _CRYPT_BIT_BLOB {
    DWORD cbData;
    BYTE *pbData;
    DWORD cUnusedBits;
} CRYPT_BIT_BLOB, *PCRYPT_BIT_BLOB;

typedef struct _CRYPT_ALGORITHM_IDENTIFIER {
    LPSTR pszObjId;
    CRYPT_OBJID_BLOB Parameters;
} CRYPT_ALGORITHM_IDENTIFIER, *PCRYPT_ALGORITHM_IDENTIFIER;

typedef struct _CRYPT_ATTRIBUTE {
    LPSTR pszObjId;
    DWORD cValue;
    PCRYPT_ATTR_BLOB rgValue;
} CRYPT_ATTRIBUTE, *PCRYPT_ATTRIBUTE;

typedef struct _CRYPT_ATTRIBUTE_TYPE_VALUE {
    LPSTR pszObjId;
    CRYPT_OBJID_BLOB Value;
} CRYPT_ATTRIBUTE_TYPE_VALUE, *PCRYPT_ATTRIBUTE_TYPE_VALUE;

typedef struct _CERT_EXTENSION {
    LPSTR pszObjId;
    BOOL fCritical;
    CRYPT_OBJID_BLOB Value;
} CERT_EXTENSION, *PCERT_EXTENSION;
typedef const CERT_EXTENSION *PCCERT_EXTENSION;

/* dwValueType is one of CERT_RDN_*, which says what the bytes of Value are. */
typedef struct _CERT_RDN_ATTR {
    LPSTR pszObjId;
    DWORD dwValueType;
    CERT_RDN_VALUE_BLOB Value;
} CERT_RDN_ATTR, *PCERT_RDN_ATTR;

typedef struct _CERT_RDN {
    DWORD cRDNAttr;
    PCERT_RDN_ATTR rgRDNAttr;
} CERT_RDN, *PCERT_RDN;

typedef struct _CERT_NAME_INFO {
    DWORD cRDN;
    PCERT_RDN rgRDN;
} CERT_NAME_INFO, *PCERT_NAME_INFO;

typedef struct _CERT_NAME_VALUE {
    DWORD dwValueType;
    CERT_RDN_VALUE_BLOB Value;
} CERT_NAME_VALUE, *PCERT_NAME_VALUE;

typedef struct _CERT_PUBLIC_KEY_INFO {
    CRYPT_ALGORITHM_IDENTIFIER Algorithm;
    CRYPT_BIT_BLOB PublicKey;
} CERT_PUBLIC_KEY_INFO, *PCERT_PUBLIC_KEY_INFO;

typedef struct _CTL_USAGE {
    DWORD cUsageIdentifier;
    LPSTR *rgpszUsageIdentifier;
} CTL_USAGE, *PCTL_USAGE, CERT_ENHKEY_USAGE, *PCERT_ENHKEY_USAGE;
typedef const CTL_USAGE *PCCTL_USAGE;
typedef const CERT_ENHKEY_USAGE *PCCERT_ENHKEY_USAGE;

/* ---- Certificates, CRLs, trust lists ----------------------------------------------------------------------------- */

#define X509_ASN_ENCODING   0x00000001
#define X509_NDR_ENCODING   0x00000002
#define PKCS_7_ASN_ENCODING 0x00010000
#define PKCS_7_NDR_ENCODING 0x00020000
#define CERT_ENCODING_TYPE_MASK 0x0000FFFF
#define CMSG_ENCODING_TYPE_MASK 0xFFFF0000
#define GET_CERT_ENCODING_TYPE(type) ((type) & CERT_ENCODING_TYPE_MASK)
#define GET_CMSG_ENCODING_TYPE(type) ((type) & CMSG_ENCODING_TYPE_MASK)

#define CERT_V1 0
#define CERT_V2 1
#define CERT_V3 2
#define CRL_V1 0
#define CRL_V2 1

typedef struct _CERT_INFO {
    DWORD dwVersion;
    CRYPT_INTEGER_BLOB SerialNumber;
    CRYPT_ALGORITHM_IDENTIFIER SignatureAlgorithm;
    CERT_NAME_BLOB Issuer;
    FILETIME NotBefore;
    FILETIME NotAfter;
    CERT_NAME_BLOB Subject;
    CERT_PUBLIC_KEY_INFO SubjectPublicKeyInfo;
    CRYPT_BIT_BLOB IssuerUniqueId;
    CRYPT_BIT_BLOB SubjectUniqueId;
    DWORD cExtension;
    PCERT_EXTENSION rgExtension;
} CERT_INFO, *PCERT_INFO;

typedef struct _CERT_CONTEXT {
    DWORD dwCertEncodingType;
    BYTE *pbCertEncoded;
    DWORD cbCertEncoded;
    PCERT_INFO pCertInfo;
    HCERTSTORE hCertStore;
} CERT_CONTEXT, *PCERT_CONTEXT;
typedef const CERT_CONTEXT *PCCERT_CONTEXT;

typedef struct _CRL_ENTRY {
    CRYPT_INTEGER_BLOB SerialNumber;
    FILETIME RevocationDate;
    DWORD cExtension;
    PCERT_EXTENSION rgExtension;
} CRL_ENTRY, *PCRL_ENTRY;

typedef struct _CRL_INFO {
    DWORD dwVersion;
    CRYPT_ALGORITHM_IDENTIFIER SignatureAlgorithm;
    CERT_NAME_BLOB Issuer;
    FILETIME ThisUpdate;
    FILETIME NextUpdate;
    DWORD cCRLEntry;
    PCRL_ENTRY rgCRLEntry;
    DWORD cExtension;
    PCERT_EXTENSION rgExtension;
} CRL_INFO, *PCRL_INFO;

typedef struct _CRL_CONTEXT {
    DWORD dwCertEncodingType;
    BYTE *pbCrlEncoded;
    DWORD cbCrlEncoded;
    PCRL_INFO pCrlInfo;
    HCERTSTORE hCertStore;
} CRL_CONTEXT, *PCRL_CONTEXT;
typedef const CRL_CONTEXT *PCCRL_CONTEXT;

typedef struct _CTL_ENTRY {
    CRYPT_DATA_BLOB SubjectIdentifier;
    DWORD cAttribute;
    PCRYPT_ATTRIBUTE rgAttribute;
} CTL_ENTRY, *PCTL_ENTRY;

typedef struct _CTL_INFO {
    DWORD dwVersion;
    CTL_USAGE SubjectUsage;
    CRYPT_DATA_BLOB ListIdentifier;
    CRYPT_INTEGER_BLOB SequenceNumber;
    FILETIME ThisUpdate;
    FILETIME NextUpdate;
    CRYPT_ALGORITHM_IDENTIFIER SubjectAlgorithm;
    DWORD cCTLEntry;
    PCTL_ENTRY rgCTLEntry;
    DWORD cExtension;
    PCERT_EXTENSION rgExtension;
} CTL_INFO, *PCTL_INFO;

typedef struct _CTL_CONTEXT {
    DWORD dwMsgAndCertEncodingType;
    BYTE *pbCtlEncoded;
    DWORD cbCtlEncoded;
    PCTL_INFO pCtlInfo;
    HCERTSTORE hCertStore;
    HCRYPTMSG hCryptMsg;
    BYTE *pbCtlContent;
    DWORD cbCtlContent;
} CTL_CONTEXT, *PCTL_CONTEXT;
typedef const CTL_CONTEXT *PCCTL_CONTEXT;

/* pbCertEncoded is copied. Each Create and each Duplicate wants one Free; Free takes NULL. */
PCCERT_CONTEXT WINAPI CertCreateCertificateContext(
    DWORD dwCertEncodingType, const BYTE *pbCertEncoded, DWORD cbCertEncoded);
PCCERT_CONTEXT WINAPI CertDuplicateCertificateContext(PCCERT_CONTEXT pCertContext /*opt*/);
BOOL WINAPI CertFreeCertificateContext(PCCERT_CONTEXT pCertContext /*opt*/);

PCERT_EXTENSION WINAPI CertFindExtension(LPCSTR pszObjId, DWORD cExtensions, CERT_EXTENSION rgExtensions[]);
PCRYPT_ATTRIBUTE WINAPI CertFindAttribute(LPCSTR pszObjId, DWORD cAttr, CRYPT_ATTRIBUTE rgAttr[]);

/* Of certificates only Issuer and SerialNumber are read; names are compared byte for byte, integers as numbers. */
BOOL WINAPI CertCompareCertificate(DWORD dwCertEncodingType, PCERT_INFO pCertId1, PCERT_INFO pCertId2);
BOOL WINAPI CertCompareCertificateName(DWORD dwCertEncodingType, PCERT_NAME_BLOB pCertName1, PCERT_NAME_BLOB pCertName2);
BOOL WINAPI CertCompareIntegerBlob(PCRYPT_INTEGER_BLOB pInt1, PCRYPT_INTEGER_BLOB pInt2);
BOOL WINAPI CertComparePublicKeyInfo(
    DWORD dwCertEncodingType, PCERT_PUBLIC_KEY_INFO pPublicKey1, PCERT_PUBLIC_KEY_INFO pPublicKey2);

/* Bits; 0 if they cannot be told. */
DWORD WINAPI CertGetPublicKeyLength(DWORD dwCertEncodingType, PCERT_PUBLIC_KEY_INFO pPublicKey);

/* -1 before NotBefore, 1 after NotAfter, else 0. NULL asks for now. */
LONG WINAPI CertVerifyTimeValidity(LPFILETIME pTimeToVerify /*opt*/, PCERT_INFO pCertInfo);

/* TRUE if the subject is valid only while the issuer is. */
BOOL WINAPI CertVerifyValidityNesting(PCERT_INFO pSubjectInfo, PCERT_INFO pIssuerInfo);

/* *pdwFlags, CERT_STORE_*_FLAG: in, the checks that are asked for; out, those that failed, with NO_CRL or NO_ISSUER. */
BOOL WINAPI CertVerifySubjectCertificateContext(PCCERT_CONTEXT pSubject, PCCERT_CONTEXT pIssuer /*opt*/, DWORD *pdwFlags);

/* ---- What certificates may be used for --------------------------------------------------------------------------- */

#define CERT_DIGITAL_SIGNATURE_KEY_USAGE 0x80
#define CERT_NON_REPUDIATION_KEY_USAGE   0x40
#define CERT_KEY_ENCIPHERMENT_KEY_USAGE  0x20
#define CERT_DATA_ENCIPHERMENT_KEY_USAGE 0x10
#define CERT_KEY_AGREEMENT_KEY_USAGE     0x08
#define CERT_KEY_CERT_SIGN_KEY_USAGE     0x04
#define CERT_OFFLINE_CRL_SIGN_KEY_USAGE  0x02
#define CERT_CRL_SIGN_KEY_USAGE          0x02
#define CERT_ENCIPHER_ONLY_KEY_USAGE     0x01
#define CERT_DECIPHER_ONLY_KEY_USAGE     0x80 /* in the second byte */

/* FALSE with the last error 0 if the certificate does not say. */
BOOL WINAPI CertGetIntendedKeyUsage(DWORD dwCertEncodingType, PCERT_INFO pCertInfo, BYTE *pbKeyUsage, DWORD cbKeyUsage);

/* dwFlags: 0 for what extension and property both allow, or CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG, or
 * CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG. Without identifiers the last error is CRYPT_E_NOT_FOUND where every use is
 * allowed and 0 where none is. */
BOOL WINAPI CertGetEnhancedKeyUsage(PCCERT_CONTEXT pCertContext, DWORD dwFlags, PCERT_ENHKEY_USAGE pUsage /*opt*/, DWORD *pcbUsage);

/* These change the property, never the certificate. */
BOOL WINAPI CertSetEnhancedKeyUsage(PCCERT_CONTEXT pCertContext, PCERT_ENHKEY_USAGE pUsage /*opt*/);
BOOL WINAPI CertAddEnhancedKeyUsageIdentifier(PCCERT_CONTEXT pCertContext, LPCSTR pszUsageIdentifier);
BOOL WINAPI CertRemoveEnhancedKeyUsageIdentifier(PCCERT_CONTEXT pCertContext, LPCSTR pszUsageIdentifier);

/* What all the certificates may be used for; *cNumOIDs is -1 where that is everything. */
BOOL WINAPI CertGetValidUsages(DWORD cCerts, PCCERT_CONTEXT *rghCerts, int *cNumOIDs, LPSTR *rghOIDs /*opt*/, DWORD *pcbOIDs);

/* ---- Names as text ----------------------------------------------------------------------------------------------- */

#define CERT_RDN_ANY_TYPE         0
#define CERT_RDN_ENCODED_BLOB     1
#define CERT_RDN_OCTET_STRING     2
#define CERT_RDN_NUMERIC_STRING   3
#define CERT_RDN_PRINTABLE_STRING 4
#define CERT_RDN_TELETEX_STRING   5
#define CERT_RDN_T61_STRING       5
#define CERT_RDN_VIDEOTEX_STRING  6
#define CERT_RDN_IA5_STRING       7
#define CERT_RDN_GRAPHIC_STRING   8
#define CERT_RDN_VISIBLE_STRING   9
#define CERT_RDN_ISO646_STRING    9
#define CERT_RDN_GENERAL_STRING   10
#define CERT_RDN_UNIVERSAL_STRING 11
#define CERT_RDN_INT4_STRING      11
#define CERT_RDN_BMP_STRING       12
#define CERT_RDN_UNICODE_STRING   12
#define CERT_RDN_UTF8_STRING      13
#define CERT_RDN_TYPE_MASK  0x000000FF
#define CERT_RDN_FLAGS_MASK 0xFF000000
#define CERT_RDN_ENABLE_T61_UNICODE_FLAG  0x80000000
#define CERT_RDN_ENABLE_UTF8_UNICODE_FLAG 0x20000000
#define CERT_RDN_FORCE_UTF8_UNICODE_FLAG  0x10000000
#define CERT_RDN_DISABLE_CHECK_TYPE_FLAG  0x40000000
#define CERT_RDN_DISABLE_IE4_UTF8_FLAG    0x01000000
#define CERT_RDN_ENABLE_PUNYCODE_FLAG     0x02000000
#define IS_CERT_RDN_CHAR_STRING(type) (((type) & CERT_RDN_TYPE_MASK) >= CERT_RDN_NUMERIC_STRING)

#define CERT_UNICODE_IS_RDN_ATTRS_FLAG          0x1
#define CERT_CASE_INSENSITIVE_IS_RDN_ATTRS_FLAG 0x2

#define CERT_SIMPLE_NAME_STR 1
#define CERT_OID_NAME_STR    2
#define CERT_X500_NAME_STR   3
#define CERT_XML_NAME_STR    4
#define CERT_NAME_STR_SEMICOLON_FLAG            0x40000000
#define CERT_NAME_STR_NO_PLUS_FLAG              0x20000000
#define CERT_NAME_STR_NO_QUOTING_FLAG           0x10000000
#define CERT_NAME_STR_CRLF_FLAG                 0x08000000
#define CERT_NAME_STR_COMMA_FLAG                0x04000000
#define CERT_NAME_STR_REVERSE_FLAG              0x02000000
#define CERT_NAME_STR_FORWARD_FLAG              0x01000000
#define CERT_NAME_STR_DISABLE_IE4_UTF8_FLAG     0x00010000
#define CERT_NAME_STR_ENABLE_T61_UNICODE_FLAG   0x00020000
#define CERT_NAME_STR_ENABLE_UTF8_UNICODE_FLAG  0x00040000
#define CERT_NAME_STR_FORCE_UTF8_DIR_STR_FLAG   0x00080000
#define CERT_NAME_STR_DISABLE_UTF8_DIR_STR_FLAG 0x00100000
#define CERT_NAME_STR_ENABLE_PUNYCODE_FLAG      0x00200000

#define CERT_NAME_EMAIL_TYPE            1
#define CERT_NAME_RDN_TYPE              2
#define CERT_NAME_ATTR_TYPE             3
#define CERT_NAME_SIMPLE_DISPLAY_TYPE   4
#define CERT_NAME_FRIENDLY_DISPLAY_TYPE 5
#define CERT_NAME_DNS_TYPE              6
#define CERT_NAME_URL_TYPE              7
#define CERT_NAME_UPN_TYPE              8
#define CERT_NAME_ISSUER_FLAG           0x1
#define CERT_NAME_SEARCH_ALL_NAMES_FLAG 0x2
#define CERT_NAME_DISABLE_IE4_UTF8_FLAG 0x00010000

PCERT_RDN_ATTR WINAPI CertFindRDNAttr(LPCSTR pszObjId, PCERT_NAME_INFO pName);

/* TRUE if all the attributes are somewhere in the Name; no identifier, type or value matches any. */
BOOL WINAPI CertIsRDNAttrsInCertificateName(DWORD dwCertEncodingType, DWORD dwFlags, PCERT_NAME_BLOB pCertName, PCERT_RDN pRDN);

/* These return the number of characters with the terminator: without a buffer those that are needed, with one those that
 * were written (what does not fit is cut off). Where there is nothing to write that is 1. */
DWORD WINAPI CertGetNameStringA(
    PCCERT_CONTEXT pCertContext, DWORD dwType, DWORD dwFlags, void *pvTypePara /*opt*/, LPSTR pszNameString /*opt*/, DWORD cchNameString);
DWORD WINAPI CertGetNameStringW(
    PCCERT_CONTEXT pCertContext, DWORD dwType, DWORD dwFlags, void *pvTypePara /*opt*/, LPWSTR pszNameString /*opt*/, DWORD cchNameString);
DWORD WINAPI CertNameToStrA(DWORD dwCertEncodingType, PCERT_NAME_BLOB pName, DWORD dwStrType, LPSTR psz /*opt*/, DWORD csz);
DWORD WINAPI CertNameToStrW(DWORD dwCertEncodingType, PCERT_NAME_BLOB pName, DWORD dwStrType, LPWSTR psz /*opt*/, DWORD csz);
DWORD WINAPI CertRDNValueToStrA(DWORD dwValueType, PCERT_RDN_VALUE_BLOB pValue, LPSTR psz /*opt*/, DWORD csz);
DWORD WINAPI CertRDNValueToStrW(DWORD dwValueType, PCERT_RDN_VALUE_BLOB pValue, LPWSTR psz /*opt*/, DWORD csz);

/* If the text is wrong, *ppszError points at where in it. */
BOOL WINAPI CertStrToNameA(
    DWORD dwCertEncodingType, LPCSTR pszX500, DWORD dwStrType, void *pvReserved, BYTE *pbEncoded /*opt*/, DWORD *pcbEncoded,
    LPCSTR *ppszError /*opt*/);
BOOL WINAPI CertStrToNameW(
    DWORD dwCertEncodingType, LPCWSTR pszX500, DWORD dwStrType, void *pvReserved, BYTE *pbEncoded /*opt*/, DWORD *pcbEncoded,
    LPCWSTR *ppszError /*opt*/);

#ifdef UNICODE
#define CertGetNameString CertGetNameStringW
#define CertNameToStr CertNameToStrW
#define CertRDNValueToStr CertRDNValueToStrW
#define CertStrToName CertStrToNameW
#else
#define CertGetNameString CertGetNameStringA
#define CertNameToStr CertNameToStrA
#define CertRDNValueToStr CertRDNValueToStrA
#define CertStrToName CertStrToNameA
#endif

/* ---- Certificate properties -------------------------------------------------------------------------------------- */

#define CERT_KEY_PROV_HANDLE_PROP_ID                         1
#define CERT_KEY_PROV_INFO_PROP_ID                           2
#define CERT_HASH_PROP_ID                                    3
#define CERT_SHA1_HASH_PROP_ID                               3
#define CERT_MD5_HASH_PROP_ID                                4
#define CERT_KEY_CONTEXT_PROP_ID                             5
#define CERT_KEY_SPEC_PROP_ID                                6
#define CERT_CTL_USAGE_PROP_ID                               9
#define CERT_ENHKEY_USAGE_PROP_ID                            9
#define CERT_NEXT_UPDATE_LOCATION_PROP_ID                    10
#define CERT_FRIENDLY_NAME_PROP_ID                           11
#define CERT_PVK_FILE_PROP_ID                                12
#define CERT_DESCRIPTION_PROP_ID                             13
#define CERT_ACCESS_STATE_PROP_ID                            14
#define CERT_SIGNATURE_HASH_PROP_ID                          15
#define CERT_SMART_CARD_DATA_PROP_ID                         16
#define CERT_EFS_PROP_ID                                     17
#define CERT_FORTEZZA_DATA_PROP_ID                           18
#define CERT_ARCHIVED_PROP_ID                                19
#define CERT_KEY_IDENTIFIER_PROP_ID                          20
#define CERT_AUTO_ENROLL_PROP_ID                             21
#define CERT_PUBKEY_ALG_PARA_PROP_ID                         22
#define CERT_CROSS_CERT_DIST_POINTS_PROP_ID                  23
#define CERT_ISSUER_PUBLIC_KEY_MD5_HASH_PROP_ID              24
#define CERT_SUBJECT_PUBLIC_KEY_MD5_HASH_PROP_ID             25
#define CERT_ENROLLMENT_PROP_ID                              26
#define CERT_DATE_STAMP_PROP_ID                              27
#define CERT_ISSUER_SERIAL_NUMBER_MD5_HASH_PROP_ID           28
#define CERT_SUBJECT_NAME_MD5_HASH_PROP_ID                   29
#define CERT_EXTENDED_ERROR_INFO_PROP_ID                     30
#define CERT_RENEWAL_PROP_ID                                 64
#define CERT_ARCHIVED_KEY_HASH_PROP_ID                       65
#define CERT_AUTO_ENROLL_RETRY_PROP_ID                       66
#define CERT_AIA_URL_RETRIEVED_PROP_ID                       67
#define CERT_AUTHORITY_INFO_ACCESS_PROP_ID                   68
#define CERT_BACKED_UP_PROP_ID                               69
#define CERT_OCSP_RESPONSE_PROP_ID                           70
#define CERT_REQUEST_ORIGINATOR_PROP_ID                      71
#define CERT_SOURCE_LOCATION_PROP_ID                         72
#define CERT_SOURCE_URL_PROP_ID                              73
#define CERT_NEW_KEY_PROP_ID                                 74
#define CERT_OCSP_CACHE_PREFIX_PROP_ID                       75
#define CERT_SMART_CARD_ROOT_INFO_PROP_ID                    76
#define CERT_NO_AUTO_EXPIRE_CHECK_PROP_ID                    77
#define CERT_NCRYPT_KEY_HANDLE_PROP_ID                       78
#define CERT_HCRYPTPROV_OR_NCRYPT_KEY_HANDLE_PROP_ID         79
#define CERT_SUBJECT_INFO_ACCESS_PROP_ID                     80
#define CERT_CA_OCSP_AUTHORITY_INFO_ACCESS_PROP_ID           81
#define CERT_CA_DISABLE_CRL_PROP_ID                          82
#define CERT_ROOT_PROGRAM_CERT_POLICIES_PROP_ID              83
#define CERT_ROOT_PROGRAM_NAME_CONSTRAINTS_PROP_ID           84
#define CERT_SUBJECT_OCSP_AUTHORITY_INFO_ACCESS_PROP_ID      85
#define CERT_SUBJECT_DISABLE_CRL_PROP_ID                     86
#define CERT_CEP_PROP_ID                                     87
#define CERT_SIGN_HASH_CNG_ALG_PROP_ID                       89
#define CERT_SCARD_PIN_ID_PROP_ID                            90
#define CERT_SCARD_PIN_INFO_PROP_ID                          91
#define CERT_SUBJECT_PUB_KEY_BIT_LENGTH_PROP_ID              92
#define CERT_PUB_KEY_CNG_ALG_BIT_LENGTH_PROP_ID              93
#define CERT_ISSUER_PUB_KEY_BIT_LENGTH_PROP_ID               94
#define CERT_ISSUER_CHAIN_SIGN_HASH_CNG_ALG_PROP_ID          95
#define CERT_ISSUER_CHAIN_PUB_KEY_CNG_ALG_BIT_LENGTH_PROP_ID 96
#define CERT_NO_EXPIRE_NOTIFICATION_PROP_ID                  97
#define CERT_AUTH_ROOT_SHA256_HASH_PROP_ID                   98
#define CERT_NCRYPT_KEY_HANDLE_TRANSFER_PROP_ID              99
#define CERT_HCRYPTPROV_TRANSFER_PROP_ID                     100
#define CERT_SMART_CARD_READER_PROP_ID                       101
#define CERT_SEND_AS_TRUSTED_ISSUER_PROP_ID                  102
#define CERT_KEY_REPAIR_ATTEMPTED_PROP_ID                    103
#define CERT_DISALLOWED_FILETIME_PROP_ID                     104
#define CERT_ROOT_PROGRAM_CHAIN_POLICIES_PROP_ID             105
#define CERT_SMART_CARD_READER_NON_REMOVABLE_PROP_ID         106
#define CERT_SHA256_HASH_PROP_ID                             107
#define CERT_SCEP_SERVER_CERTS_PROP_ID                       108
#define CERT_SCEP_RA_SIGNATURE_CERT_PROP_ID                  109
#define CERT_SCEP_RA_ENCRYPTION_CERT_PROP_ID                 110
#define CERT_SCEP_CA_CERT_PROP_ID                            111
#define CERT_SCEP_SIGNER_CERT_PROP_ID                        112
#define CERT_SCEP_NONCE_PROP_ID                              113
#define CERT_SCEP_ENCRYPT_HASH_CNG_ALG_PROP_ID               114
#define CERT_SCEP_FLAGS_PROP_ID                              115
#define CERT_SCEP_GUID_PROP_ID                               116
#define CERT_SERIALIZABLE_KEY_CONTEXT_PROP_ID                117
#define CERT_ISOLATED_KEY_PROP_ID                            118
#define CERT_SERIAL_CHAIN_PROP_ID                            119
#define CERT_KEY_CLASSIFICATION_PROP_ID                      120
#define CERT_OCSP_MUST_STAPLE_PROP_ID                        121
#define CERT_DISALLOWED_ENHKEY_USAGE_PROP_ID                 122
#define CERT_NONCOMPLIANT_ROOT_URL_PROP_ID                   123
#define CERT_PIN_SHA256_HASH_PROP_ID                         124
#define CERT_CLR_DELETE_KEY_PROP_ID                          125
#define CERT_NOT_BEFORE_FILETIME_PROP_ID                     126
#define CERT_NOT_BEFORE_ENHKEY_USAGE_PROP_ID                 127
#define CERT_DISALLOWED_CA_FILETIME_PROP_ID                  128
#define CERT_SHA1_SHA256_HASH_PROP_ID                        129
#define CERT_FIRST_RESERVED_PROP_ID 0x00000082
#define CERT_LAST_RESERVED_PROP_ID  0x00007FFF
#define CERT_FIRST_USER_PROP_ID     0x00008000
#define CERT_LAST_USER_PROP_ID      0x0000FFFF
#define CERT_ACCESS_STATE_WRITE_PERSIST_FLAG   0x1
#define CERT_ACCESS_STATE_SYSTEM_STORE_FLAG    0x2
#define CERT_ACCESS_STATE_LM_SYSTEM_STORE_FLAG 0x4
#define CERT_ACCESS_STATE_GP_SYSTEM_STORE_FLAG 0x8
#define CERT_ACCESS_STATE_SHARED_USER_FLAG     0x10
#define CERT_SET_KEY_CONTEXT_PROP_ID                0x00000001
#define CERT_SET_KEY_PROV_HANDLE_PROP_ID            0x00000001
#define CERT_SET_PROPERTY_INHIBIT_PERSIST_FLAG      0x40000000
#define CERT_SET_PROPERTY_IGNORE_PERSIST_ERROR_FLAG 0x80000000

/* pvData NULL asks for the size in *pcbData; a buffer that is too small fails with ERROR_MORE_DATA. */
BOOL WINAPI CertGetCertificateContextProperty(
    PCCERT_CONTEXT pCertContext, DWORD dwPropId, void *pvData /*opt*/, DWORD *pcbData);

/* pvData is a CRYPT_DATA_BLOB for most properties; NULL removes the property. */
BOOL WINAPI CertSetCertificateContextProperty(
    PCCERT_CONTEXT pCertContext, DWORD dwPropId, DWORD dwFlags, const void *pvData /*opt*/);

/* The property behind dwPropId, 0 to begin; 0 at the end. What is computed is a property once it was asked for. */
DWORD WINAPI CertEnumCertificateContextProperties(PCCERT_CONTEXT pCertContext, DWORD dwPropId);

/* ---- CRLs -------------------------------------------------------------------------------------------------------- */

PCCRL_CONTEXT WINAPI CertCreateCRLContext(DWORD dwCertEncodingType, const BYTE *pbCrlEncoded, DWORD cbCrlEncoded);
PCCRL_CONTEXT WINAPI CertDuplicateCRLContext(PCCRL_CONTEXT pCrlContext /*opt*/);
BOOL WINAPI CertFreeCRLContext(PCCRL_CONTEXT pCrlContext /*opt*/);

/* As for certificates. */
BOOL WINAPI CertGetCRLContextProperty(PCCRL_CONTEXT pCrlContext, DWORD dwPropId, void *pvData /*opt*/, DWORD *pcbData);
BOOL WINAPI CertSetCRLContextProperty(
    PCCRL_CONTEXT pCrlContext, DWORD dwPropId, DWORD dwFlags, const void *pvData /*opt*/);

/* TRUE if the CRL could be searched; *ppCrlEntry is then the certificate's entry, or NULL. It lives as long as the CRL. */
BOOL WINAPI CertFindCertificateInCRL(
    PCCERT_CONTEXT pCert, PCCRL_CONTEXT pCrlContext, DWORD dwFlags, void *pvReserved, PCRL_ENTRY *ppCrlEntry);

/* TRUE if the CRL would list the certificate once it is revoked: right issuer, within the issuing distribution point. */
BOOL WINAPI CertIsValidCRLForCertificate(PCCERT_CONTEXT pCert, PCCRL_CONTEXT pCrl, DWORD dwFlags, void *pvReserved);

/* -1 before ThisUpdate, 1 after NextUpdate, else 0. NULL asks for now. */
LONG WINAPI CertVerifyCRLTimeValidity(LPFILETIME pTimeToVerify /*opt*/, PCRL_INFO pCrlInfo);

/* FALSE with CRYPT_E_REVOKED if one of the CRLs lists pCertId, of which only Issuer and SerialNumber are read. */
BOOL WINAPI CertVerifyCRLRevocation(
    DWORD dwCertEncodingType, PCERT_INFO pCertId, DWORD cCrlInfo, PCRL_INFO rgpCrlInfo[]);

/* ---- Stores ------------------------------------------------------------------------------------------------------ */

#define CERT_STORE_PROV_MSG               ((LPCSTR)1)
#define CERT_STORE_PROV_MEMORY            ((LPCSTR)2)
#define CERT_STORE_PROV_FILE              ((LPCSTR)3)
#define CERT_STORE_PROV_REG               ((LPCSTR)4)
#define CERT_STORE_PROV_PKCS7             ((LPCSTR)5)
#define CERT_STORE_PROV_SERIALIZED        ((LPCSTR)6)
#define CERT_STORE_PROV_FILENAME_A        ((LPCSTR)7)
#define CERT_STORE_PROV_FILENAME_W        ((LPCSTR)8)
#define CERT_STORE_PROV_SYSTEM_A          ((LPCSTR)9)
#define CERT_STORE_PROV_SYSTEM_W          ((LPCSTR)10)
#define CERT_STORE_PROV_COLLECTION        ((LPCSTR)11)
#define CERT_STORE_PROV_SYSTEM_REGISTRY_A ((LPCSTR)12)
#define CERT_STORE_PROV_SYSTEM_REGISTRY_W ((LPCSTR)13)
#define CERT_STORE_PROV_PHYSICAL_W        ((LPCSTR)14)
#define CERT_STORE_PROV_SMART_CARD_W      ((LPCSTR)15)
#define CERT_STORE_PROV_LDAP_W            ((LPCSTR)16)
#define CERT_STORE_PROV_PKCS12            ((LPCSTR)17)
#define CERT_STORE_PROV_FILENAME CERT_STORE_PROV_FILENAME_W
#define CERT_STORE_PROV_SYSTEM   CERT_STORE_PROV_SYSTEM_W
#define CERT_STORE_PROV_SYSTEM_REGISTRY CERT_STORE_PROV_SYSTEM_REGISTRY_W
#define CERT_STORE_PROV_PHYSICAL        CERT_STORE_PROV_PHYSICAL_W
#define CERT_STORE_PROV_SMART_CARD      CERT_STORE_PROV_SMART_CARD_W
#define CERT_STORE_PROV_LDAP            CERT_STORE_PROV_LDAP_W
#define sz_CERT_STORE_PROV_COLLECTION "Collection"
#define sz_CERT_STORE_PROV_FILENAME   "File"
#define sz_CERT_STORE_PROV_FILENAME_W "File"
#define sz_CERT_STORE_PROV_MEMORY     "Memory"
#define sz_CERT_STORE_PROV_PKCS12     "PKCS12"
#define sz_CERT_STORE_PROV_PKCS7      "PKCS7"
#define sz_CERT_STORE_PROV_SERIALIZED "Serialized"
#define sz_CERT_STORE_PROV_SYSTEM     "System"
#define sz_CERT_STORE_PROV_SYSTEM_W   "System"

#define CERT_STORE_NO_CRYPT_RELEASE_FLAG            0x00000001
#define CERT_STORE_SET_LOCALIZED_NAME_FLAG          0x00000002
#define CERT_STORE_DEFER_CLOSE_UNTIL_LAST_FREE_FLAG 0x00000004
#define CERT_STORE_DELETE_FLAG                      0x00000010
#define CERT_STORE_UNSAFE_PHYSICAL_FLAG             0x00000020
#define CERT_STORE_SHARE_STORE_FLAG                 0x00000040
#define CERT_STORE_SHARE_CONTEXT_FLAG               0x00000080
#define CERT_STORE_MANIFOLD_FLAG                    0x00000100
#define CERT_STORE_ENUM_ARCHIVED_FLAG               0x00000200
#define CERT_STORE_UPDATE_KEYID_FLAG                0x00000400
#define CERT_STORE_BACKUP_RESTORE_FLAG              0x00000800
#define CERT_STORE_MAXIMUM_ALLOWED_FLAG             0x00001000
#define CERT_STORE_CREATE_NEW_FLAG                  0x00002000
#define CERT_STORE_OPEN_EXISTING_FLAG               0x00004000
#define CERT_STORE_READONLY_FLAG                    0x00008000
#define CERT_SYSTEM_STORE_CURRENT_USER               0x00010000
#define CERT_SYSTEM_STORE_LOCAL_MACHINE              0x00020000
#define CERT_SYSTEM_STORE_CURRENT_SERVICE            0x00040000
#define CERT_SYSTEM_STORE_SERVICES                   0x00050000
#define CERT_SYSTEM_STORE_USERS                      0x00060000
#define CERT_SYSTEM_STORE_CURRENT_USER_GROUP_POLICY  0x00070000
#define CERT_SYSTEM_STORE_LOCAL_MACHINE_GROUP_POLICY 0x00080000
#define CERT_SYSTEM_STORE_LOCAL_MACHINE_ENTERPRISE   0x00090000
#define CERT_SYSTEM_STORE_LOCATION_MASK              0x00FF0000
#define CERT_SYSTEM_STORE_DEFER_READ_FLAG            0x20000000
#define CERT_SYSTEM_STORE_UNPROTECTED_FLAG           0x40000000
#define CERT_SYSTEM_STORE_RELOCATE_FLAG              0x80000000
#define CERT_SYSTEM_STORE_LOCATION_SHIFT 16
#define CERT_FILE_STORE_COMMIT_ENABLE_FLAG 0x00010000
#define CERT_CLOSE_STORE_FORCE_FLAG 0x00000001
#define CERT_CLOSE_STORE_CHECK_FLAG 0x00000002

#define CERT_STORE_ADD_NEW                                 1
#define CERT_STORE_ADD_USE_EXISTING                        2
#define CERT_STORE_ADD_REPLACE_EXISTING                    3
#define CERT_STORE_ADD_ALWAYS                              4
#define CERT_STORE_ADD_REPLACE_EXISTING_INHERIT_PROPERTIES 5
#define CERT_STORE_ADD_NEWER                               6
#define CERT_STORE_ADD_NEWER_INHERIT_PROPERTIES            7
#define CERT_STORE_CERTIFICATE_CONTEXT 1
#define CERT_STORE_CRL_CONTEXT         2
#define CERT_STORE_CTL_CONTEXT         3
#define CERT_STORE_CERTIFICATE_CONTEXT_FLAG 0x00000002
#define CERT_STORE_CRL_CONTEXT_FLAG         0x00000004
#define CERT_STORE_CTL_CONTEXT_FLAG         0x00000008
#define CERT_STORE_ALL_CONTEXT_FLAG         0xFFFFFFFF

/* lpszStoreProvider is one of CERT_STORE_PROV_* or a sz_CERT_STORE_PROV_* name. */
HCERTSTORE WINAPI CertOpenStore(
    LPCSTR lpszStoreProvider, DWORD dwEncodingType, HCRYPTPROV_LEGACY hCryptProv, DWORD dwFlags, const void *pvPara /*opt*/);
HCERTSTORE WINAPI CertOpenSystemStoreA(HCRYPTPROV_LEGACY hProv /*opt*/, LPCSTR szSubsystemProtocol);
HCERTSTORE WINAPI CertOpenSystemStoreW(HCRYPTPROV_LEGACY hProv /*opt*/, LPCWSTR szSubsystemProtocol);
#ifdef UNICODE
#define CertOpenSystemStore CertOpenSystemStoreW
#else
#define CertOpenSystemStore CertOpenSystemStoreA
#endif
HCERTSTORE WINAPI CertDuplicateStore(HCERTSTORE hCertStore);
BOOL WINAPI CertCloseStore(HCERTSTORE hCertStore /*opt*/, DWORD dwFlags);

BOOL WINAPI CertAddEncodedCertificateToStore(
    HCERTSTORE hCertStore /*opt*/, DWORD dwCertEncodingType, const BYTE *pbCertEncoded, DWORD cbCertEncoded,
    DWORD dwAddDisposition, PCCERT_CONTEXT *ppCertContext /*opt*/);
BOOL WINAPI CertAddCertificateContextToStore(
    HCERTSTORE hCertStore /*opt*/, PCCERT_CONTEXT pCertContext, DWORD dwAddDisposition, PCCERT_CONTEXT *ppStoreContext /*opt*/);

/* A link has the properties of the certificate that it leads to: what is set on either is set on both. */
BOOL WINAPI CertAddCertificateLinkToStore(
    HCERTSTORE hCertStore, PCCERT_CONTEXT pCertContext, DWORD dwAddDisposition, PCCERT_CONTEXT *ppStoreContext /*opt*/);

/* Takes the certificate out of its store and frees the context, also when it fails. */
BOOL WINAPI CertDeleteCertificateFromStore(PCCERT_CONTEXT pCertContext);

/* Both free pPrevCertContext, also when they fail. */
PCCERT_CONTEXT WINAPI CertEnumCertificatesInStore(HCERTSTORE hCertStore, PCCERT_CONTEXT pPrevCertContext /*opt*/);
PCCERT_CONTEXT WINAPI CertFindCertificateInStore(
    HCERTSTORE hCertStore, DWORD dwCertEncodingType, DWORD dwFindFlags, DWORD dwFindType, const void *pvFindPara /*opt*/,
    PCCERT_CONTEXT pPrevCertContext /*opt*/);

#define CERT_COMPARE_ANY                    0
#define CERT_COMPARE_HASH                   1
#define CERT_COMPARE_SHA1_HASH              1
#define CERT_COMPARE_NAME                   2
#define CERT_COMPARE_ATTR                   3
#define CERT_COMPARE_MD5_HASH               4
#define CERT_COMPARE_PROPERTY               5
#define CERT_COMPARE_PUBLIC_KEY             6
#define CERT_COMPARE_NAME_STR_A             7
#define CERT_COMPARE_NAME_STR_W             8
#define CERT_COMPARE_KEY_SPEC               9
#define CERT_COMPARE_CTL_USAGE              10
#define CERT_COMPARE_ENHKEY_USAGE           10
#define CERT_COMPARE_SUBJECT_CERT           11
#define CERT_COMPARE_ISSUER_OF              12
#define CERT_COMPARE_EXISTING               13
#define CERT_COMPARE_SIGNATURE_HASH         14
#define CERT_COMPARE_KEY_IDENTIFIER         15
#define CERT_COMPARE_CERT_ID                16
#define CERT_COMPARE_CROSS_CERT_DIST_POINTS 17
#define CERT_COMPARE_PUBKEY_MD5_HASH        18
#define CERT_COMPARE_SUBJECT_INFO_ACCESS    19
#define CERT_COMPARE_HASH_STR               20
#define CERT_COMPARE_HAS_PRIVATE_KEY        21
#define CERT_COMPARE_SHA256_HASH            22
#define CERT_COMPARE_SHA1_SHA256_HASH       23
#define CERT_COMPARE_MASK 0x0000FFFF
#define CERT_COMPARE_SHIFT 16
#define CERT_INFO_ISSUER_FLAG  4
#define CERT_INFO_SUBJECT_FLAG 7

#define CERT_FIND_ANY                    0x00000000
#define CERT_FIND_HASH                   0x00010000
#define CERT_FIND_SHA1_HASH              0x00010000
#define CERT_FIND_ISSUER_NAME            0x00020004
#define CERT_FIND_SUBJECT_NAME           0x00020007
#define CERT_FIND_ISSUER_ATTR            0x00030004
#define CERT_FIND_SUBJECT_ATTR           0x00030007
#define CERT_FIND_MD5_HASH               0x00040000
#define CERT_FIND_PROPERTY               0x00050000
#define CERT_FIND_PUBLIC_KEY             0x00060000
#define CERT_FIND_ISSUER_STR_A           0x00070004
#define CERT_FIND_SUBJECT_STR_A          0x00070007
#define CERT_FIND_ISSUER_STR             0x00080004
#define CERT_FIND_ISSUER_STR_W           0x00080004
#define CERT_FIND_SUBJECT_STR            0x00080007
#define CERT_FIND_SUBJECT_STR_W          0x00080007
#define CERT_FIND_KEY_SPEC               0x00090000
#define CERT_FIND_CTL_USAGE              0x000A0000
#define CERT_FIND_ENHKEY_USAGE           0x000A0000
#define CERT_FIND_SUBJECT_CERT           0x000B0000
#define CERT_FIND_ISSUER_OF              0x000C0000
#define CERT_FIND_EXISTING               0x000D0000
#define CERT_FIND_SIGNATURE_HASH         0x000E0000
#define CERT_FIND_KEY_IDENTIFIER         0x000F0000
#define CERT_FIND_CERT_ID                0x00100000
#define CERT_FIND_CROSS_CERT_DIST_POINTS 0x00110000
#define CERT_FIND_PUBKEY_MD5_HASH        0x00120000
#define CERT_FIND_SUBJECT_INFO_ACCESS    0x00130000
#define CERT_FIND_HASH_STR               0x00140000
#define CERT_FIND_HAS_PRIVATE_KEY        0x00150000
#define CERT_FIND_SHA256_HASH            0x00160000
#define CERT_FIND_SHA1_SHA256_HASH       0x00170000
#define CERT_FIND_OPTIONAL_CTL_USAGE_FLAG     0x00000001
#define CERT_FIND_OPTIONAL_ENHKEY_USAGE_FLAG  0x00000001
#define CERT_FIND_EXT_ONLY_CTL_USAGE_FLAG     0x00000002
#define CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG  0x00000002
#define CERT_FIND_PROP_ONLY_CTL_USAGE_FLAG    0x00000004
#define CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG 0x00000004
#define CERT_FIND_NO_CTL_USAGE_FLAG           0x00000008
#define CERT_FIND_NO_ENHKEY_USAGE_FLAG        0x00000008
#define CERT_FIND_OR_CTL_USAGE_FLAG           0x00000010
#define CERT_FIND_OR_ENHKEY_USAGE_FLAG        0x00000010
#define CERT_FIND_VALID_CTL_USAGE_FLAG        0x00000020
#define CERT_FIND_VALID_ENHKEY_USAGE_FLAG     0x00000020

typedef struct _CERT_ISSUER_SERIAL_NUMBER {
    CERT_NAME_BLOB Issuer;
    CRYPT_INTEGER_BLOB SerialNumber;
} CERT_ISSUER_SERIAL_NUMBER, *PCERT_ISSUER_SERIAL_NUMBER;

/* CERT_FIND_CERT_ID */
typedef struct _CERT_ID {
    DWORD dwIdChoice;
    union {
        CERT_ISSUER_SERIAL_NUMBER IssuerSerialNumber;
        CRYPT_HASH_BLOB KeyId;
        CRYPT_HASH_BLOB HashId;
    };
} CERT_ID, *PCERT_ID;
#define CERT_ID_ISSUER_SERIAL_NUMBER 1
#define CERT_ID_KEY_IDENTIFIER       2
#define CERT_ID_SHA1_HASH            3

/* For CRLs as for certificates. Two CRLs are the same one if the issuer is, both or neither are deltas, and their issuing
 * distribution points are equal; the newer one is that whose ThisUpdate is later. */
BOOL WINAPI CertAddEncodedCRLToStore(
    HCERTSTORE hCertStore /*opt*/, DWORD dwCertEncodingType, const BYTE *pbCrlEncoded, DWORD cbCrlEncoded,
    DWORD dwAddDisposition, PCCRL_CONTEXT *ppCrlContext /*opt*/);
BOOL WINAPI CertAddCRLContextToStore(
    HCERTSTORE hCertStore /*opt*/, PCCRL_CONTEXT pCrlContext, DWORD dwAddDisposition, PCCRL_CONTEXT *ppStoreContext /*opt*/);
BOOL WINAPI CertDeleteCRLFromStore(PCCRL_CONTEXT pCrlContext);
PCCRL_CONTEXT WINAPI CertEnumCRLsInStore(HCERTSTORE hCertStore, PCCRL_CONTEXT pPrevCrlContext /*opt*/);
PCCRL_CONTEXT WINAPI CertFindCRLInStore(
    HCERTSTORE hCertStore, DWORD dwCertEncodingType, DWORD dwFindFlags, DWORD dwFindType, const void *pvFindPara /*opt*/,
    PCCRL_CONTEXT pPrevCrlContext /*opt*/);

#define CRL_FIND_ANY        0
#define CRL_FIND_ISSUED_BY  1
#define CRL_FIND_EXISTING   2
#define CRL_FIND_ISSUED_FOR 3
#define CRL_FIND_ISSUED_BY_AKI_FLAG       0x1
#define CRL_FIND_ISSUED_BY_SIGNATURE_FLAG 0x2
#define CRL_FIND_ISSUED_BY_DELTA_FLAG     0x4
#define CRL_FIND_ISSUED_BY_BASE_FLAG      0x8

/* The CRL found gets CERT_SIGN_HASH_CNG_ALG_PROP_ID, and CERT_ISSUER_PUB_KEY_BIT_LENGTH_PROP_ID from pIssuerCert. */
#define CRL_FIND_ISSUED_FOR_SET_STRONG_PROPERTIES_FLAG 0x10

typedef struct _CRL_FIND_ISSUED_FOR_PARA {
    PCCERT_CONTEXT pSubjectCert;
    PCCERT_CONTEXT pIssuerCert;
} CRL_FIND_ISSUED_FOR_PARA, *PCRL_FIND_ISSUED_FOR_PARA;

#define CERT_STORE_SIGNATURE_FLAG     0x00000001
#define CERT_STORE_TIME_VALIDITY_FLAG 0x00000002
#define CERT_STORE_REVOCATION_FLAG    0x00000004
#define CERT_STORE_BASE_CRL_FLAG      0x00000100
#define CERT_STORE_DELTA_CRL_FLAG     0x00000200
#define CERT_STORE_NO_CRL_FLAG        0x00010000
#define CERT_STORE_NO_ISSUER_FLAG     0x00020000

/* The certificates that may be the issuer's one after the other, with the subject checked against each as above. NULL with
 * CRYPT_E_SELF_SIGNED if the subject is its own issuer. Frees pPrevIssuerContext, also when it fails. */
PCCERT_CONTEXT WINAPI CertGetIssuerCertificateFromStore(
    HCERTSTORE hCertStore, PCCERT_CONTEXT pSubjectContext, PCCERT_CONTEXT pPrevIssuerContext /*opt*/, DWORD *pdwFlags);

/* Of pCertId only Issuer and SerialNumber are read. */
PCCERT_CONTEXT WINAPI CertGetSubjectCertificateFromStore(HCERTSTORE hCertStore, DWORD dwCertEncodingType, PCERT_INFO pCertId);

/* The CRLs of an issuer one after the other. *pdwFlags: in, the checks that are asked for; out, those that failed. */
PCCRL_CONTEXT WINAPI CertGetCRLFromStore(
    HCERTSTORE hCertStore, PCCERT_CONTEXT pIssuerContext /*opt*/, PCCRL_CONTEXT pPrevCrlContext /*opt*/, DWORD *pdwFlags);

/* The collection shows the certificates of its siblings, those of higher priority first; with ADD_ENABLE it adds to one. */
#define CERT_PHYSICAL_STORE_ADD_ENABLE_FLAG 0x00000001
BOOL WINAPI CertAddStoreToCollection(
    HCERTSTORE hCollectionStore, HCERTSTORE hSiblingStore /*opt*/, DWORD dwUpdateFlags, DWORD dwPriority);
VOID WINAPI CertRemoveStoreFromCollection(HCERTSTORE hCollectionStore, HCERTSTORE hSiblingStore);

#define CERT_STORE_SAVE_AS_STORE  1
#define CERT_STORE_SAVE_AS_PKCS7  2
#define CERT_STORE_SAVE_AS_PKCS12 3
#define CERT_STORE_SAVE_TO_FILE       1
#define CERT_STORE_SAVE_TO_MEMORY     2
#define CERT_STORE_SAVE_TO_FILENAME_A 3
#define CERT_STORE_SAVE_TO_FILENAME_W 4
#define CERT_STORE_SAVE_TO_FILENAME   CERT_STORE_SAVE_TO_FILENAME_W

/* A serialized store has the properties too. To memory: pvSaveToPara is a CRYPT_DATA_BLOB; pbData NULL asks for the size. */
BOOL WINAPI CertSaveStore(
    HCERTSTORE hCertStore, DWORD dwEncodingType, DWORD dwSaveAs, DWORD dwSaveTo, void *pvSaveToPara, DWORD dwFlags);

#define CERT_STORE_CTRL_RESYNC        1
#define CERT_STORE_CTRL_NOTIFY_CHANGE 2
#define CERT_STORE_CTRL_COMMIT        3
#define CERT_STORE_CTRL_AUTO_RESYNC   4
#define CERT_STORE_CTRL_CANCEL_NOTIFY 5
#define CERT_STORE_CTRL_INHIBIT_DUPLICATE_HANDLE_FLAG 0x1
#define CERT_STORE_CTRL_COMMIT_FORCE_FLAG 0x1
#define CERT_STORE_CTRL_COMMIT_CLEAR_FLAG 0x2

/* No events: pvCtrlPara is NULL. */
BOOL WINAPI CertControlStore(HCERTSTORE hCertStore, DWORD dwFlags, DWORD dwCtrlType, void const *pvCtrlPara /*opt*/);

/* All but the ONLY flags speak of private keys, which are not imported. */
#define CRYPT_EXPORTABLE                        0x00000001
#define CRYPT_USER_PROTECTED                    0x00000002
#define PKCS12_INCLUDE_EXTENDED_PROPERTIES      0x00000010
#define CRYPT_MACHINE_KEYSET                    0x00000020
#define PKCS12_IMPORT_SILENT                    0x00000040
#define PKCS12_PREFER_CNG_KSP                   0x00000100
#define PKCS12_ALWAYS_CNG_KSP                   0x00000200
#define PKCS12_ONLY_CERTIFICATES                0x00000400
#define PKCS12_ONLY_NOT_ENCRYPTED_CERTIFICATES  0x00000800
#define CRYPT_USER_KEYSET                       0x00001000
#define PKCS12_ALLOW_OVERWRITE_KEY              0x00004000
#define PKCS12_NO_PERSIST_KEY                   0x00008000
#define PKCS12_VIRTUAL_ISOLATION_KEY            0x00010000
#define PKCS12_NAMED_NO_PERSIST_KEY             0x00020000
#define CRYPT_USER_PROTECTED_STRONG             0x00100000

/* A memory store of the certificates and CRLs in a PKCS #12 file. A NULL password and an empty one stand for each other. */
HCERTSTORE WINAPI PFXImportCertStore(CRYPT_DATA_BLOB *pPFX, LPCWSTR szPassword /*opt*/, DWORD dwFlags);
BOOL WINAPI PFXIsPFXBlob(CRYPT_DATA_BLOB *pPFX);
BOOL WINAPI PFXVerifyPassword(CRYPT_DATA_BLOB *pPFX, LPCWSTR szPassword /*opt*/, DWORD dwFlags);

#define CERT_STORE_LOCALIZED_NAME_PROP_ID 0x1000

/* pvData NULL asks for the size in *pcbData; to set, it is a CRYPT_DATA_BLOB, and NULL removes the property. */
BOOL WINAPI CertGetStoreProperty(HCERTSTORE hCertStore, DWORD dwPropId, void *pvData /*opt*/, DWORD *pcbData);
BOOL WINAPI CertSetStoreProperty(HCERTSTORE hCertStore, DWORD dwPropId, DWORD dwFlags, const void *pvData /*opt*/);

/* ---- Chains ------------------------------------------------------------------------------------------------------ */

typedef struct _CERT_CHAIN_ENGINE_CONFIG {
    DWORD cbSize;
    HCERTSTORE hRestrictedRoot;
    HCERTSTORE hRestrictedTrust;
    HCERTSTORE hRestrictedOther;
    DWORD cAdditionalStore;
    HCERTSTORE *rghAdditionalStore;
    DWORD dwFlags;
    DWORD dwUrlRetrievalTimeout; /* milliseconds */
    DWORD MaximumCachedCertificates;
    DWORD CycleDetectionModulus;
    HCERTSTORE hExclusiveRoot;
    HCERTSTORE hExclusiveTrustedPeople;
    DWORD dwExclusiveFlags;
} CERT_CHAIN_ENGINE_CONFIG, *PCERT_CHAIN_ENGINE_CONFIG;

typedef struct _CERT_TRUST_STATUS {
    DWORD dwErrorStatus; /* CERT_TRUST_*, first block below */
    DWORD dwInfoStatus;  /* CERT_TRUST_*, second block below */
} CERT_TRUST_STATUS, *PCERT_TRUST_STATUS;

typedef struct _CERT_REVOCATION_CRL_INFO {
    DWORD cbSize;
    PCCRL_CONTEXT pBaseCrlContext;
    PCCRL_CONTEXT pDeltaCrlContext;
    PCRL_ENTRY pCrlEntry;
    BOOL fDeltaCrlEntry;
} CERT_REVOCATION_CRL_INFO, *PCERT_REVOCATION_CRL_INFO;

typedef struct _CERT_REVOCATION_INFO {
    DWORD cbSize;
    DWORD dwRevocationResult;
    LPCSTR pszRevocationOid;
    LPVOID pvOidSpecificInfo;
    BOOL fHasFreshnessTime;
    DWORD dwFreshnessTime; /* seconds */
    PCERT_REVOCATION_CRL_INFO pCrlInfo;
} CERT_REVOCATION_INFO, *PCERT_REVOCATION_INFO;

typedef struct _CERT_TRUST_LIST_INFO {
    DWORD cbSize;
    PCTL_ENTRY pCtlEntry;
    PCCTL_CONTEXT pCtlContext;
} CERT_TRUST_LIST_INFO, *PCERT_TRUST_LIST_INFO;

typedef struct _CERT_CHAIN_ELEMENT {
    DWORD cbSize;
    PCCERT_CONTEXT pCertContext;
    CERT_TRUST_STATUS TrustStatus;
    PCERT_REVOCATION_INFO pRevocationInfo;
    PCERT_ENHKEY_USAGE pIssuanceUsage;
    PCERT_ENHKEY_USAGE pApplicationUsage;
    LPCWSTR pwszExtendedErrorInfo;
} CERT_CHAIN_ELEMENT, *PCERT_CHAIN_ELEMENT;
typedef const CERT_CHAIN_ELEMENT *PCCERT_CHAIN_ELEMENT;

typedef struct _CERT_SIMPLE_CHAIN {
    DWORD cbSize;
    CERT_TRUST_STATUS TrustStatus;
    DWORD cElement;
    PCERT_CHAIN_ELEMENT *rgpElement; /* end certificate first */
    PCERT_TRUST_LIST_INFO pTrustListInfo;
    BOOL fHasRevocationFreshnessTime;
    DWORD dwRevocationFreshnessTime; /* seconds */
} CERT_SIMPLE_CHAIN, *PCERT_SIMPLE_CHAIN;
typedef const CERT_SIMPLE_CHAIN *PCCERT_SIMPLE_CHAIN;

typedef struct _CERT_CHAIN_CONTEXT CERT_CHAIN_CONTEXT, *PCERT_CHAIN_CONTEXT;
typedef const CERT_CHAIN_CONTEXT *PCCERT_CHAIN_CONTEXT;
struct _CERT_CHAIN_CONTEXT {
    DWORD cbSize;
    CERT_TRUST_STATUS TrustStatus;
    DWORD cChain;
    PCERT_SIMPLE_CHAIN *rgpChain;
    DWORD cLowerQualityChainContext;
    PCCERT_CHAIN_CONTEXT *rgpLowerQualityChainContext;
    BOOL fHasRevocationFreshnessTime;
    DWORD dwRevocationFreshnessTime; /* seconds */
    DWORD dwCreateFlags;
    GUID ChainId;
};

typedef struct _CERT_USAGE_MATCH {
    DWORD dwType; /* USAGE_MATCH_TYPE_* */
    CERT_ENHKEY_USAGE Usage;
} CERT_USAGE_MATCH, *PCERT_USAGE_MATCH;
#define USAGE_MATCH_TYPE_AND 0x00000000
#define USAGE_MATCH_TYPE_OR  0x00000001

typedef struct _CERT_STRONG_SIGN_SERIALIZED_INFO {
    DWORD dwFlags;
    LPWSTR pwszCNGSignHashAlgids;
    LPWSTR pwszCNGPubKeyMinBitLengths;
} CERT_STRONG_SIGN_SERIALIZED_INFO, *PCERT_STRONG_SIGN_SERIALIZED_INFO;

typedef struct _CERT_STRONG_SIGN_PARA {
    DWORD cbSize;
    DWORD dwInfoChoice;
    union {
        void *pvInfo;
        PCERT_STRONG_SIGN_SERIALIZED_INFO pSerializedInfo;
        LPSTR pszOID;
    };
} CERT_STRONG_SIGN_PARA, *PCERT_STRONG_SIGN_PARA;
typedef const CERT_STRONG_SIGN_PARA *PCCERT_STRONG_SIGN_PARA;
#define CERT_STRONG_SIGN_SERIALIZED_INFO_CHOICE 1
#define CERT_STRONG_SIGN_OID_INFO_CHOICE        2
#define CERT_STRONG_SIGN_ENABLE_CRL_CHECK       0x1
#define CERT_STRONG_SIGN_ENABLE_OCSP_CHECK      0x2
#define szOID_CERT_STRONG_SIGN_OS_PREFIX        "1.3.6.1.4.1.311.72.1."
#define szOID_CERT_STRONG_SIGN_OS_1             "1.3.6.1.4.1.311.72.1.1"
#define szOID_CERT_STRONG_SIGN_OS_CURRENT       szOID_CERT_STRONG_SIGN_OS_1
#define szOID_CERT_STRONG_KEY_OS_PREFIX         "1.3.6.1.4.1.311.72.2."
#define szOID_CERT_STRONG_KEY_OS_1              "1.3.6.1.4.1.311.72.2.1"
#define szOID_CERT_STRONG_KEY_OS_CURRENT        szOID_CERT_STRONG_KEY_OS_1

/* A caller that defines CERT_CHAIN_PARA_HAS_EXTRA_FIELDS must zero what it does not use. */
typedef struct _CERT_CHAIN_PARA {
    DWORD cbSize;
    CERT_USAGE_MATCH RequestedUsage;
#ifdef CERT_CHAIN_PARA_HAS_EXTRA_FIELDS
    CERT_USAGE_MATCH RequestedIssuancePolicy;
    DWORD dwUrlRetrievalTimeout; /* milliseconds */
    BOOL fCheckRevocationFreshnessTime;
    DWORD dwRevocationFreshnessTime; /* seconds */
    LPFILETIME pftCacheResync;
    PCCERT_STRONG_SIGN_PARA pStrongSignPara;
    DWORD dwStrongSignFlags;
#endif
} CERT_CHAIN_PARA, *PCERT_CHAIN_PARA;
#define CERT_CHAIN_STRONG_SIGN_DISABLE_END_CHECK_FLAG 0x00000001

/* dwErrorStatus */
#define CERT_TRUST_NO_ERROR                          0x00000000
#define CERT_TRUST_IS_NOT_TIME_VALID                 0x00000001
#define CERT_TRUST_IS_NOT_TIME_NESTED                0x00000002
#define CERT_TRUST_IS_REVOKED                        0x00000004
#define CERT_TRUST_IS_NOT_SIGNATURE_VALID            0x00000008
#define CERT_TRUST_IS_NOT_VALID_FOR_USAGE            0x00000010
#define CERT_TRUST_IS_UNTRUSTED_ROOT                 0x00000020
#define CERT_TRUST_REVOCATION_STATUS_UNKNOWN         0x00000040
#define CERT_TRUST_IS_CYCLIC                         0x00000080
#define CERT_TRUST_INVALID_EXTENSION                 0x00000100
#define CERT_TRUST_INVALID_POLICY_CONSTRAINTS        0x00000200
#define CERT_TRUST_INVALID_BASIC_CONSTRAINTS         0x00000400
#define CERT_TRUST_INVALID_NAME_CONSTRAINTS          0x00000800
#define CERT_TRUST_HAS_NOT_SUPPORTED_NAME_CONSTRAINT 0x00001000
#define CERT_TRUST_HAS_NOT_DEFINED_NAME_CONSTRAINT   0x00002000
#define CERT_TRUST_HAS_NOT_PERMITTED_NAME_CONSTRAINT 0x00004000
#define CERT_TRUST_HAS_EXCLUDED_NAME_CONSTRAINT      0x00008000
#define CERT_TRUST_IS_PARTIAL_CHAIN                  0x00010000
#define CERT_TRUST_CTL_IS_NOT_TIME_VALID             0x00020000
#define CERT_TRUST_CTL_IS_NOT_SIGNATURE_VALID        0x00040000
#define CERT_TRUST_CTL_IS_NOT_VALID_FOR_USAGE        0x00080000
#define CERT_TRUST_HAS_WEAK_SIGNATURE                0x00100000
#define CERT_TRUST_HAS_WEAK_HYGIENE                  0x00200000
#define CERT_TRUST_IS_OFFLINE_REVOCATION             0x01000000
#define CERT_TRUST_NO_ISSUANCE_CHAIN_POLICY          0x02000000
#define CERT_TRUST_IS_EXPLICIT_DISTRUST              0x04000000
#define CERT_TRUST_HAS_NOT_SUPPORTED_CRITICAL_EXT    0x08000000

/* dwInfoStatus */
#define CERT_TRUST_HAS_EXACT_MATCH_ISSUER         0x00000001
#define CERT_TRUST_HAS_KEY_MATCH_ISSUER           0x00000002
#define CERT_TRUST_HAS_NAME_MATCH_ISSUER          0x00000004
#define CERT_TRUST_IS_SELF_SIGNED                 0x00000008
#define CERT_TRUST_AUTO_UPDATE_CA_REVOCATION      0x00000010
#define CERT_TRUST_AUTO_UPDATE_END_REVOCATION     0x00000020
#define CERT_TRUST_NO_OCSP_FAILOVER_TO_CRL        0x00000040
#define CERT_TRUST_IS_KEY_ROLLOVER                0x00000080
#define CERT_TRUST_HAS_PREFERRED_ISSUER           0x00000100
#define CERT_TRUST_HAS_ISSUANCE_CHAIN_POLICY      0x00000200
#define CERT_TRUST_HAS_VALID_NAME_CONSTRAINTS     0x00000400
#define CERT_TRUST_IS_PEER_TRUSTED                0x00000800
#define CERT_TRUST_HAS_CRL_VALIDITY_EXTENDED      0x00001000
#define CERT_TRUST_IS_FROM_EXCLUSIVE_TRUST_STORE  0x00002000
#define CERT_TRUST_IS_CA_TRUSTED                  0x00004000
#define CERT_TRUST_HAS_AUTO_UPDATE_WEAK_SIGNATURE 0x00008000
#define CERT_TRUST_IS_COMPLEX_CHAIN               0x00010000
#define CERT_TRUST_HAS_ALLOW_WEAK_SIGNATURE       0x00020000
#define CERT_TRUST_SSL_HANDSHAKE_OCSP             0x00040000
#define CERT_TRUST_SSL_TIME_VALID_OCSP            0x00080000
#define CERT_TRUST_SSL_RECONNECT_OCSP             0x00100000
#define CERT_TRUST_BEFORE_DISALLOWED_CA_FILETIME  0x00200000
#define CERT_TRUST_HAS_MIN_TELEMETRY_RSA          0x00400000
#define CERT_TRUST_HAS_MIN_WEAK_RSA               0x00800000
#define CERT_TRUST_SSL_TIME_VALID                 0x01000000
#define CERT_TRUST_NO_TIME_CHECK                  0x02000000

#define HCCE_CURRENT_USER         ((HCERTCHAINENGINE)NULL)
#define HCCE_LOCAL_MACHINE        ((HCERTCHAINENGINE)0x1)
#define HCCE_SERIAL_LOCAL_MACHINE ((HCERTCHAINENGINE)0x2)

/* Engine configuration: dwFlags, dwExclusiveFlags. */
#define CERT_CHAIN_CACHE_END_CERT           0x00000001
#define CERT_CHAIN_EXCLUSIVE_ENABLE_CA_FLAG 0x00000001
#define CERT_CHAIN_THREAD_STORE_SYNC        0x00000002
#define CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL 0x00000004
#define CERT_CHAIN_USE_LOCAL_MACHINE_STORE  0x00000008
#define CERT_CHAIN_ENABLE_CACHE_AUTO_UPDATE 0x00000010
#define CERT_CHAIN_ENABLE_SHARE_STORE       0x00000020

/* CertGetCertificateChain: dwFlags. */
#define CERT_CHAIN_DISABLE_PASS1_QUALITY_FILTERING     0x00000040
#define CERT_CHAIN_RETURN_LOWER_QUALITY_CONTEXTS       0x00000080
#define CERT_CHAIN_DISABLE_AUTH_ROOT_AUTO_UPDATE       0x00000100
#define CERT_CHAIN_TIMESTAMP_TIME                      0x00000200
#define CERT_CHAIN_ENABLE_PEER_TRUST                   0x00000400
#define CERT_CHAIN_DISABLE_MY_PEER_TRUST               0x00000800
#define CERT_CHAIN_DISABLE_MD2_MD4                     0x00001000
#define CERT_CHAIN_DISABLE_AIA                         0x00002000
#define CERT_CHAIN_HAS_MOTW                            0x00004000
#define CERT_CHAIN_ONLY_ADDITIONAL_AND_AUTH_ROOT       0x00008000
#define CERT_CHAIN_OPT_IN_WEAK_SIGNATURE               0x00010000
#define CERT_CHAIN_ENABLE_DISALLOWED_CA                0x00020000
#define CERT_CHAIN_REVOCATION_CHECK_OCSP_CERT          0x04000000
#define CERT_CHAIN_REVOCATION_ACCUMULATIVE_TIMEOUT     0x08000000
#define CERT_CHAIN_REVOCATION_CHECK_END_CERT           0x10000000
#define CERT_CHAIN_REVOCATION_CHECK_CHAIN              0x20000000
#define CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT 0x40000000
#define CERT_CHAIN_REVOCATION_CHECK_CACHE_ONLY         0x80000000

/* Callers may pass the shorter structures of older SDKs; cbSize says how much there is. */
BOOL WINAPI CertCreateCertificateChainEngine(PCERT_CHAIN_ENGINE_CONFIG pConfig, HCERTCHAINENGINE *phChainEngine);
VOID WINAPI CertFreeCertificateChainEngine(HCERTCHAINENGINE hChainEngine /*opt*/);
BOOL WINAPI CertResyncCertificateChainEngine(HCERTCHAINENGINE hChainEngine /*opt*/);

/* pTime NULL means now. Returns TRUE also for a chain that is not trusted: look at TrustStatus. */
BOOL WINAPI CertGetCertificateChain(
    HCERTCHAINENGINE hChainEngine /*opt*/, PCCERT_CONTEXT pCertContext, LPFILETIME pTime /*opt*/,
    HCERTSTORE hAdditionalStore /*opt*/, PCERT_CHAIN_PARA pChainPara, DWORD dwFlags, LPVOID pvReserved /*NULL*/,
    PCCERT_CHAIN_CONTEXT *ppChainContext);
PCCERT_CHAIN_CONTEXT WINAPI CertDuplicateCertificateChain(PCCERT_CHAIN_CONTEXT pChainContext);
VOID WINAPI CertFreeCertificateChain(PCCERT_CHAIN_CONTEXT pChainContext /*opt*/);

/* ---- Revocation -------------------------------------------------------------------------------------------------- */

typedef struct _CERT_REVOCATION_CHAIN_PARA {
    DWORD cbSize;
    HCERTCHAINENGINE hChainEngine;
    HCERTSTORE hAdditionalStore;
    DWORD dwChainFlags;
    DWORD dwUrlRetrievalTimeout; /* milliseconds */
    LPFILETIME pftCurrentTime;
    LPFILETIME pftCacheResync;
    DWORD cbMaxUrlRetrievalByteCount;
} CERT_REVOCATION_CHAIN_PARA, *PCERT_REVOCATION_CHAIN_PARA;

/* A caller that defines CERT_REVOCATION_PARA_HAS_EXTRA_FIELDS must zero what it does not use. */
typedef struct _CERT_REVOCATION_PARA {
    DWORD cbSize;
    PCCERT_CONTEXT pIssuerCert;
    DWORD cCertStore;
    HCERTSTORE *rgCertStore;
    HCERTSTORE hCrlStore;
    LPFILETIME pftTimeToUse;
#ifdef CERT_REVOCATION_PARA_HAS_EXTRA_FIELDS
    DWORD dwUrlRetrievalTimeout; /* milliseconds */
    BOOL fCheckFreshnessTime;
    DWORD dwFreshnessTime; /* seconds */
    LPFILETIME pftCurrentTime;
    PCERT_REVOCATION_CRL_INFO pCrlInfo;
    LPFILETIME pftCacheResync;
    PCERT_REVOCATION_CHAIN_PARA pChainPara;
#endif
} CERT_REVOCATION_PARA, *PCERT_REVOCATION_PARA;

typedef struct _CERT_REVOCATION_STATUS {
    DWORD cbSize;
    DWORD dwIndex;
    DWORD dwError;
    DWORD dwReason;
    BOOL fHasFreshnessTime;
    DWORD dwFreshnessTime; /* seconds */
} CERT_REVOCATION_STATUS, *PCERT_REVOCATION_STATUS;

#define CERT_CONTEXT_REVOCATION_TYPE 1 /* dwRevType: rgpvContext holds PCCERT_CONTEXTs */

#define CERT_VERIFY_REV_CHAIN_FLAG                   0x00000001
#define CERT_VERIFY_CACHE_ONLY_BASED_REVOCATION      0x00000002
#define CERT_VERIFY_REV_ACCUMULATIVE_TIMEOUT_FLAG    0x00000004
#define CERT_VERIFY_REV_SERVER_OCSP_FLAG             0x00000008
#define CERT_VERIFY_REV_NO_OCSP_FAILOVER_TO_CRL_FLAG 0x00000010
#define CERT_VERIFY_REV_SERVER_OCSP_WIRE_ONLY_FLAG   0x00000020

/* TRUE if every context was checked and none is revoked. Otherwise pRevStatus tells of the first that is not good, and its
 * dwError is the last error. May wait for the network. */
BOOL WINAPI CertVerifyRevocation(
    DWORD dwEncodingType, DWORD dwRevType, DWORD cContext, PVOID rgpvContext[], DWORD dwFlags,
    PCERT_REVOCATION_PARA pRevPara /*opt*/, PCERT_REVOCATION_STATUS pRevStatus);

/* ---- Chains that a store has the beginnings of ------------------------------------------------------------------- */

#define CERT_CHAIN_FIND_BY_ISSUER 1

/* FALSE passes the certificate over. */
typedef BOOL(WINAPI *PFN_CERT_CHAIN_FIND_BY_ISSUER_CALLBACK)(PCCERT_CONTEXT pCert, void *pvFindArg /*opt*/);

/* A caller that defines CERT_CHAIN_FIND_BY_ISSUER_PARA_HAS_EXTRA_FIELDS must zero what it does not use. */
typedef struct _CERT_CHAIN_FIND_BY_ISSUER_PARA {
    DWORD cbSize;
    LPCSTR pszUsageIdentifier; /* opt: what the end certificate must allow */
    DWORD dwKeySpec;           /* 0: any, or no key at all */
    DWORD dwAcquirePrivateKeyFlags;
    DWORD cIssuer; /* 0: any issuer */
    CERT_NAME_BLOB *rgIssuer;
    PFN_CERT_CHAIN_FIND_BY_ISSUER_CALLBACK pfnFindCallback; /* opt: asked before the chain is built */
    void *pvFindArg;
#ifdef CERT_CHAIN_FIND_BY_ISSUER_PARA_HAS_EXTRA_FIELDS
    DWORD *pdwIssuerChainIndex; /* opt: where the issuer is in the chain, which may be one beyond its last element */
    DWORD *pdwIssuerElementIndex;
#endif
} CERT_CHAIN_FIND_ISSUER_PARA, *PCERT_CHAIN_FIND_ISSUER_PARA, CERT_CHAIN_FIND_BY_ISSUER_PARA, *PCERT_CHAIN_FIND_BY_ISSUER_PARA;

#define CERT_CHAIN_FIND_BY_ISSUER_COMPARE_KEY_FLAG    0x0001
#define CERT_CHAIN_FIND_BY_ISSUER_COMPLEX_CHAIN_FLAG  0x0002
#define CERT_CHAIN_FIND_BY_ISSUER_CACHE_ONLY_URL_FLAG 0x0004
#define CERT_CHAIN_FIND_BY_ISSUER_LOCAL_MACHINE_FLAG  0x0008
#define CERT_CHAIN_FIND_BY_ISSUER_NO_KEY_FLAG         0x4000
#define CERT_CHAIN_FIND_BY_ISSUER_CACHE_ONLY_FLAG     0x8000

/* The chain of the next certificate that is sought; NULL with CRYPT_E_NOT_FOUND at the end. No certificate here has a
 * private key, so that without NO_KEY_FLAG none is found. Frees pPrevChainContext, also when it fails. */
PCCERT_CHAIN_CONTEXT WINAPI CertFindChainInStore(
    HCERTSTORE hCertStore, DWORD dwCertEncodingType, DWORD dwFindFlags, DWORD dwFindType, const void *pvFindPara,
    PCCERT_CHAIN_CONTEXT pPrevChainContext /*opt*/);

typedef struct _CERT_SELECT_CHAIN_PARA {
    HCERTCHAINENGINE hChainEngine;
    PFILETIME pTime;             /* opt */
    HCERTSTORE hAdditionalStore; /* opt */
    PCERT_CHAIN_PARA pChainPara; /* opt */
    DWORD dwFlags;
} CERT_SELECT_CHAIN_PARA, *PCERT_SELECT_CHAIN_PARA;
typedef const CERT_SELECT_CHAIN_PARA *PCCERT_SELECT_CHAIN_PARA;

/* Satisfied by one of its values; a selection must satisfy all criteria. */
typedef struct _CERT_SELECT_CRITERIA {
    DWORD dwType; /* CERT_SELECT_BY_* */
    DWORD cPara;
    void **ppPara;
} CERT_SELECT_CRITERIA, *PCERT_SELECT_CRITERIA;
typedef const CERT_SELECT_CRITERIA *PCCERT_SELECT_CRITERIA;

#define CERT_SELECT_MAX_PARA 500
#define CERT_SELECT_BY_ENHKEY_USAGE       1  /* LPSTR */
#define CERT_SELECT_BY_KEY_USAGE          2  /* CERT_EXTENSION */
#define CERT_SELECT_BY_POLICY_OID         3  /* LPSTR */
#define CERT_SELECT_BY_PROV_NAME          4  /* LPWSTR: never satisfied here */
#define CERT_SELECT_BY_EXTENSION          5  /* CERT_EXTENSION, without a value for any */
#define CERT_SELECT_BY_SUBJECT_HOST_NAME  6  /* LPWSTR */
#define CERT_SELECT_BY_ISSUER_ATTR        7  /* CERT_RDN */
#define CERT_SELECT_BY_SUBJECT_ATTR       8  /* CERT_RDN */
#define CERT_SELECT_BY_ISSUER_NAME        9  /* CERT_NAME_BLOB */
#define CERT_SELECT_BY_PUBLIC_KEY         10 /* CERT_PUBLIC_KEY_INFO */
#define CERT_SELECT_BY_TLS_SIGNATURES     11 /* this one and those below: ERROR_NOT_SUPPORTED */
#define CERT_SELECT_BY_ISSUER_DISPLAYNAME 12
#define CERT_SELECT_BY_FRIENDLYNAME       13
#define CERT_SELECT_BY_THUMBPRINT         14
#define CERT_SELECT_LAST CERT_SELECT_BY_TLS_SIGNATURES
#define CERT_SELECT_MAX  (CERT_SELECT_LAST * 3)
#define CERT_SELECT_ALLOW_EXPIRED            0x00000001
#define CERT_SELECT_TRUSTED_ROOT             0x00000002
#define CERT_SELECT_DISALLOW_SELFSIGNED      0x00000004
#define CERT_SELECT_HAS_PRIVATE_KEY          0x00000008
#define CERT_SELECT_HAS_KEY_FOR_SIGNATURE    0x00000010
#define CERT_SELECT_HAS_KEY_FOR_KEY_EXCHANGE 0x00000020
#define CERT_SELECT_HARDWARE_ONLY            0x00000040
#define CERT_SELECT_ALLOW_DUPLICATES         0x00000080
#define CERT_SELECT_IGNORE_AUTOSELECT        0x00000100

/* The chains of all certificates of the store that satisfy the criteria, those without errors first. TRUE with a count of
 * 0 and no list if there are none. Each chain wants a CertFreeCertificateChain, then the list its own free. */
BOOL WINAPI CertSelectCertificateChains(
    LPCGUID pSelectionContext /*opt*/, DWORD dwFlags, PCCERT_SELECT_CHAIN_PARA pChainParameters /*opt*/, DWORD cCriteria,
    PCCERT_SELECT_CRITERIA rgpCriteria /*opt*/, HCERTSTORE hStore, PDWORD pcSelection, PCCERT_CHAIN_CONTEXT **pprgpSelection);
VOID WINAPI CertFreeCertificateChainList(PCCERT_CHAIN_CONTEXT *prgpSelection /*opt*/);

/* ---- Chain policies ---------------------------------------------------------------------------------------------- */

typedef struct _CERT_CHAIN_POLICY_PARA {
    DWORD cbSize;
    DWORD dwFlags;           /* CERT_CHAIN_POLICY_*_FLAG and those of the policy */
    void *pvExtraPolicyPara; /* opt: as the policy has it */
} CERT_CHAIN_POLICY_PARA, *PCERT_CHAIN_POLICY_PARA;

/* Both indices -1: dwError is about the whole context, or 0. lElementIndex alone -1: about that simple chain. */
typedef struct _CERT_CHAIN_POLICY_STATUS {
    DWORD cbSize;
    DWORD dwError;
    LONG lChainIndex;
    LONG lElementIndex;
    void *pvExtraPolicyStatus; /* opt: as the policy has it */
} CERT_CHAIN_POLICY_STATUS, *PCERT_CHAIN_POLICY_STATUS;

/* CERT_CHAIN_POLICY_PARA: dwFlags of the base policy, and of those that begin with it. */
#define CERT_CHAIN_POLICY_IGNORE_NOT_TIME_VALID_FLAG             0x00000001
#define CERT_CHAIN_POLICY_IGNORE_CTL_NOT_TIME_VALID_FLAG         0x00000002
#define CERT_CHAIN_POLICY_IGNORE_NOT_TIME_NESTED_FLAG            0x00000004
#define CERT_CHAIN_POLICY_IGNORE_ALL_NOT_TIME_VALID_FLAGS        0x00000007
#define CERT_CHAIN_POLICY_IGNORE_INVALID_BASIC_CONSTRAINTS_FLAG  0x00000008
#define CERT_CHAIN_POLICY_ALLOW_UNKNOWN_CA_FLAG                  0x00000010
#define CERT_CHAIN_POLICY_IGNORE_WRONG_USAGE_FLAG                0x00000020
#define CERT_CHAIN_POLICY_IGNORE_INVALID_NAME_FLAG               0x00000040
#define CERT_CHAIN_POLICY_IGNORE_INVALID_POLICY_FLAG             0x00000080
#define CERT_CHAIN_POLICY_IGNORE_END_REV_UNKNOWN_FLAG            0x00000100
#define CERT_CHAIN_POLICY_IGNORE_CTL_SIGNER_REV_UNKNOWN_FLAG     0x00000200
#define CERT_CHAIN_POLICY_IGNORE_CA_REV_UNKNOWN_FLAG             0x00000400
#define CERT_CHAIN_POLICY_IGNORE_ROOT_REV_UNKNOWN_FLAG           0x00000800
#define CERT_CHAIN_POLICY_IGNORE_ALL_REV_UNKNOWN_FLAGS           0x00000F00
#define CERT_CHAIN_POLICY_IGNORE_PEER_TRUST_FLAG                 0x00001000
#define CERT_CHAIN_POLICY_IGNORE_NOT_SUPPORTED_CRITICAL_EXT_FLAG 0x00002000
#define CERT_CHAIN_POLICY_TRUST_TESTROOT_FLAG                    0x00004000
#define CERT_CHAIN_POLICY_ALLOW_TESTROOT_FLAG                    0x00008000
#define CERT_CHAIN_POLICY_IGNORE_WEAK_SIGNATURE_FLAG             0x08000000

/* 8 and above need lists that Microsoft keeps: they fail with ERROR_FILE_NOT_FOUND, as any unknown policy does. */
#define CERT_CHAIN_POLICY_BASE              ((LPCSTR)1)
#define CERT_CHAIN_POLICY_AUTHENTICODE      ((LPCSTR)2)
#define CERT_CHAIN_POLICY_AUTHENTICODE_TS   ((LPCSTR)3)
#define CERT_CHAIN_POLICY_SSL               ((LPCSTR)4)
#define CERT_CHAIN_POLICY_BASIC_CONSTRAINTS ((LPCSTR)5)
#define CERT_CHAIN_POLICY_NT_AUTH           ((LPCSTR)6)
#define CERT_CHAIN_POLICY_MICROSOFT_ROOT    ((LPCSTR)7)
#define CERT_CHAIN_POLICY_EV                ((LPCSTR)8)
#define CERT_CHAIN_POLICY_SSL_F12           ((LPCSTR)9)
#define CERT_CHAIN_POLICY_SSL_HPKP_HEADER   ((LPCSTR)10)
#define CERT_CHAIN_POLICY_THIRD_PARTY_ROOT  ((LPCSTR)11)
#define CERT_CHAIN_POLICY_SSL_KEY_PIN       ((LPCSTR)12)
#define CERT_CHAIN_POLICY_CT                ((LPCSTR)13)

/* dwFlags of CERT_CHAIN_POLICY_BASIC_CONSTRAINTS (and of NT_AUTH): what the first element is to be. */
#define BASIC_CONSTRAINTS_CERT_CHAIN_POLICY_CA_FLAG         0x80000000
#define BASIC_CONSTRAINTS_CERT_CHAIN_POLICY_END_ENTITY_FLAG 0x40000000

/* dwFlags of CERT_CHAIN_POLICY_MICROSOFT_ROOT. */
#define MICROSOFT_ROOT_CERT_CHAIN_POLICY_ENABLE_TEST_ROOT_FLAG       0x00010000
#define MICROSOFT_ROOT_CERT_CHAIN_POLICY_CHECK_APPLICATION_ROOT_FLAG 0x00020000
#define MICROSOFT_ROOT_CERT_CHAIN_POLICY_DISABLE_FLIGHT_ROOT_FLAG    0x00040000

/* CERT_CHAIN_POLICY_SSL: pvExtraPolicyPara. */
typedef struct _HTTPSPolicyCallbackData {
    union {
        DWORD cbStruct;
        DWORD cbSize;
    };
    DWORD dwAuthType;
    DWORD fdwChecks;       /* SECURITY_FLAG_IGNORE_* */
    WCHAR *pwszServerName; /* opt: a host name or an address, which the certificate of a server must be for */
} HTTPSPolicyCallbackData, *PHTTPSPolicyCallbackData, SSL_EXTRA_CERT_CHAIN_POLICY_PARA, *PSSL_EXTRA_CERT_CHAIN_POLICY_PARA;
#define AUTHTYPE_CLIENT 1
#define AUTHTYPE_SERVER 2
#define SECURITY_FLAG_IGNORE_REVOCATION        0x00000080
#define SECURITY_FLAG_IGNORE_UNKNOWN_CA        0x00000100
#define SECURITY_FLAG_IGNORE_WRONG_USAGE       0x00000200
#define SECURITY_FLAG_IGNORE_CERT_CN_INVALID   0x00001000
#define SECURITY_FLAG_IGNORE_CERT_DATE_INVALID 0x00002000

typedef struct _CRYPT_ATTRIBUTES {
    DWORD cAttr;
    PCRYPT_ATTRIBUTE rgAttr;
} CRYPT_ATTRIBUTES, *PCRYPT_ATTRIBUTES;

typedef struct _CMSG_SIGNER_INFO {
    DWORD dwVersion;
    CERT_NAME_BLOB Issuer;
    CRYPT_INTEGER_BLOB SerialNumber;
    CRYPT_ALGORITHM_IDENTIFIER HashAlgorithm;
    CRYPT_ALGORITHM_IDENTIFIER HashEncryptionAlgorithm;
    CRYPT_DATA_BLOB EncryptedHash;
    CRYPT_ATTRIBUTES AuthAttrs;
    CRYPT_ATTRIBUTES UnauthAttrs;
} CMSG_SIGNER_INFO, *PCMSG_SIGNER_INFO;

/* CERT_CHAIN_POLICY_AUTHENTICODE: pvExtraPolicyPara and pvExtraPolicyStatus. */
typedef struct _AUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_PARA {
    DWORD cbSize;
    DWORD dwRegPolicySettings;     /* WTPF_* */
    PCMSG_SIGNER_INFO pSignerInfo; /* opt */
} AUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_PARA, *PAUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_PARA;

typedef struct _AUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_STATUS {
    DWORD cbSize;
    BOOL fCommercial; /* what the signer says of himself */
} AUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_STATUS, *PAUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_STATUS;

/* CERT_CHAIN_POLICY_AUTHENTICODE_TS: pvExtraPolicyPara. */
typedef struct _AUTHENTICODE_TS_EXTRA_CERT_CHAIN_POLICY_PARA {
    DWORD cbSize;
    DWORD dwRegPolicySettings;
    BOOL fCommercial;
} AUTHENTICODE_TS_EXTRA_CERT_CHAIN_POLICY_PARA, *PAUTHENTICODE_TS_EXTRA_CERT_CHAIN_POLICY_PARA;
#define WTPF_TRUSTTEST              0x00000020
#define WTPF_TESTCANBEVALID         0x00000080
#define WTPF_IGNOREEXPIRATION       0x00000100
#define WTPF_IGNOREREVOKATION       0x00000200
#define WTPF_OFFLINEOK_IND          0x00000400
#define WTPF_OFFLINEOK_COM          0x00000800
#define WTPF_OFFLINEOKNBU_IND       0x00001000
#define WTPF_OFFLINEOKNBU_COM       0x00002000
#define WTPF_VERIFY_V1_OFF          0x00010000
#define WTPF_IGNOREREVOCATIONONTS   0x00020000
#define WTPF_ALLOWONLYPERTRUST      0x00040000

/* TRUE if the policy could judge: whether the chain satisfies it is in pPolicyStatus->dwError. pszPolicyOID is one of
 * CERT_CHAIN_POLICY_*. */
BOOL WINAPI CertVerifyCertificateChainPolicy(
    LPCSTR pszPolicyOID, PCCERT_CHAIN_CONTEXT pChainContext, PCERT_CHAIN_POLICY_PARA pPolicyPara /*opt*/,
    PCERT_CHAIN_POLICY_STATUS pPolicyStatus);

/* ---- Strings and memory ------------------------------------------------------------------------------------------ */

#define CRYPT_STRING_BASE64HEADER        0x00000000
#define CRYPT_STRING_BASE64              0x00000001
#define CRYPT_STRING_BINARY              0x00000002
#define CRYPT_STRING_BASE64REQUESTHEADER 0x00000003
#define CRYPT_STRING_HEX                 0x00000004
#define CRYPT_STRING_HEXASCII            0x00000005
#define CRYPT_STRING_BASE64_ANY          0x00000006
#define CRYPT_STRING_ANY                 0x00000007
#define CRYPT_STRING_HEX_ANY             0x00000008
#define CRYPT_STRING_BASE64X509CRLHEADER 0x00000009
#define CRYPT_STRING_HEXADDR             0x0000000A
#define CRYPT_STRING_HEXASCIIADDR        0x0000000B
#define CRYPT_STRING_HEXRAW              0x0000000C
#define CRYPT_STRING_BASE64URI           0x0000000D
#define CRYPT_STRING_ENCODEMASK          0x000000FF
#define CRYPT_STRING_PERCENTESCAPE       0x08000000
#define CRYPT_STRING_HASHDATA            0x10000000
#define CRYPT_STRING_STRICT              0x20000000
#define CRYPT_STRING_NOCRLF              0x40000000
#define CRYPT_STRING_NOCR                0x80000000

/* cchString 0: the string ends with its first NUL. pbBinary NULL asks for the size in *pcbBinary. *pdwSkip is the
 * number of characters before the first -----BEGIN, *pdwFlags the format that was found. */
BOOL WINAPI CryptStringToBinaryA(
    LPCSTR pszString, DWORD cchString, DWORD dwFlags, BYTE *pbBinary /*opt*/, DWORD *pcbBinary, DWORD *pdwSkip /*opt*/,
    DWORD *pdwFlags /*opt*/);
BOOL WINAPI CryptStringToBinaryW(
    LPCWSTR pszString, DWORD cchString, DWORD dwFlags, BYTE *pbBinary /*opt*/, DWORD *pcbBinary, DWORD *pdwSkip /*opt*/,
    DWORD *pdwFlags /*opt*/);

/* pszString NULL asks for the size in *pcchString, with the terminating NUL; after success it is without it. */
BOOL WINAPI CryptBinaryToStringA(
    const BYTE *pbBinary, DWORD cbBinary, DWORD dwFlags, LPSTR pszString /*opt*/, DWORD *pcchString);
BOOL WINAPI CryptBinaryToStringW(
    const BYTE *pbBinary, DWORD cbBinary, DWORD dwFlags, LPWSTR pszString /*opt*/, DWORD *pcchString);

LPVOID WINAPI CryptMemAlloc(ULONG cbSize);
LPVOID WINAPI CryptMemRealloc(LPVOID pv /*opt*/, ULONG cbSize);
VOID WINAPI CryptMemFree(LPVOID pv /*opt*/);

#ifdef UNICODE
#define CryptStringToBinary CryptStringToBinaryW
#define CryptBinaryToString CryptBinaryToStringW
#else
#define CryptStringToBinary CryptStringToBinaryA
#define CryptBinaryToString CryptBinaryToStringA
#endif

/* ---- Object identifiers ------------------------------------------------------------------------------------------ */

#define szOID_DOMAIN_COMPONENT                "0.9.2342.19200300.100.1.25"
#define szOID_ECC_PUBLIC_KEY                  "1.2.840.10045.2.1"
#define szOID_ECC_CURVE_P256                  "1.2.840.10045.3.1.7"
#define szOID_ECDSA_SHA1                      "1.2.840.10045.4.1"
#define szOID_ECDSA_SPECIFIED                 "1.2.840.10045.4.3"
#define szOID_ECDSA_SHA256                    "1.2.840.10045.4.3.2"
#define szOID_ECDSA_SHA384                    "1.2.840.10045.4.3.3"
#define szOID_ECDSA_SHA512                    "1.2.840.10045.4.3.4"
#define szOID_RSA_RSA                         "1.2.840.113549.1.1.1"
#define szOID_RSA_MD2RSA                      "1.2.840.113549.1.1.2"
#define szOID_RSA_MD4RSA                      "1.2.840.113549.1.1.3"
#define szOID_RSA_MD5RSA                      "1.2.840.113549.1.1.4"
#define szOID_RSA_SHA1RSA                     "1.2.840.113549.1.1.5"
#define szOID_RSA_SSA_PSS                     "1.2.840.113549.1.1.10"
#define szOID_RSA_SHA256RSA                   "1.2.840.113549.1.1.11"
#define szOID_RSA_SHA384RSA                   "1.2.840.113549.1.1.12"
#define szOID_RSA_SHA512RSA                   "1.2.840.113549.1.1.13"
#define szOID_RSA_emailAddr                   "1.2.840.113549.1.9.1"
#define szOID_KEYID_RDN                       "1.3.6.1.4.1.311.10.7.1"
#define szOID_CROSS_CERT_DIST_POINTS          "1.3.6.1.4.1.311.10.9.1"
#define szOID_NT_PRINCIPAL_NAME               "1.3.6.1.4.1.311.20.2.3"
#define szOID_EV_RDN_LOCALE                   "1.3.6.1.4.1.311.60.2.1.1"
#define szOID_EV_RDN_STATE_OR_PROVINCE        "1.3.6.1.4.1.311.60.2.1.2"
#define szOID_EV_RDN_COUNTRY                  "1.3.6.1.4.1.311.60.2.1.3"
#define szOID_AUTHORITY_INFO_ACCESS           "1.3.6.1.5.5.7.1.1"
#define szOID_SUBJECT_INFO_ACCESS             "1.3.6.1.5.5.7.1.11"
#define szOID_TLS_FEATURES_EXT                "1.3.6.1.5.5.7.1.24"
#define szOID_PKIX_KP_SERVER_AUTH             "1.3.6.1.5.5.7.3.1"
#define szOID_PKIX_KP_CLIENT_AUTH             "1.3.6.1.5.5.7.3.2"
#define szOID_PKIX_KP_CODE_SIGNING            "1.3.6.1.5.5.7.3.3"
#define szOID_PKIX_KP_EMAIL_PROTECTION        "1.3.6.1.5.5.7.3.4"
#define szOID_PKIX_KP_IPSEC_END_SYSTEM        "1.3.6.1.5.5.7.3.5"
#define szOID_PKIX_KP_IPSEC_TUNNEL            "1.3.6.1.5.5.7.3.6"
#define szOID_PKIX_KP_IPSEC_USER              "1.3.6.1.5.5.7.3.7"
#define szOID_PKIX_KP_TIMESTAMP_SIGNING       "1.3.6.1.5.5.7.3.8"
#define szOID_PKIX_KP_OCSP_SIGNING            "1.3.6.1.5.5.7.3.9"
#define szOID_PKIX_OCSP                       "1.3.6.1.5.5.7.48.1"
#define szOID_PKIX_OCSP_BASIC_SIGNED_RESPONSE "1.3.6.1.5.5.7.48.1.1"
#define szOID_PKIX_OCSP_NONCE                 "1.3.6.1.5.5.7.48.1.2"
#define szOID_PKIX_OCSP_NOCHECK               "1.3.6.1.5.5.7.48.1.5"
#define szOID_PKIX_CA_ISSUERS                 "1.3.6.1.5.5.7.48.2"
#define szOID_OIWSEC_sha1                     "1.3.14.3.2.26"
#define szOID_ECC_CURVE_P384                  "1.3.132.0.34"
#define szOID_ECC_CURVE_P521                  "1.3.132.0.35"
#define szOID_COMMON_NAME                     "2.5.4.3"
#define szOID_SUR_NAME                        "2.5.4.4"
#define szOID_DEVICE_SERIAL_NUMBER            "2.5.4.5"
#define szOID_COUNTRY_NAME                    "2.5.4.6"
#define szOID_LOCALITY_NAME                   "2.5.4.7"
#define szOID_STATE_OR_PROVINCE_NAME          "2.5.4.8"
#define szOID_STREET_ADDRESS                  "2.5.4.9"
#define szOID_ORGANIZATION_NAME               "2.5.4.10"
#define szOID_ORGANIZATIONAL_UNIT_NAME        "2.5.4.11"
#define szOID_TITLE                           "2.5.4.12"
#define szOID_DESCRIPTION                     "2.5.4.13"
#define szOID_BUSINESS_CATEGORY               "2.5.4.15"
#define szOID_POSTAL_CODE                     "2.5.4.17"
#define szOID_POST_OFFICE_BOX                 "2.5.4.18"
#define szOID_TELEPHONE_NUMBER                "2.5.4.20"
#define szOID_X21_ADDRESS                     "2.5.4.24"
#define szOID_GIVEN_NAME                      "2.5.4.42"
#define szOID_INITIALS                        "2.5.4.43"
#define szOID_DN_QUALIFIER                    "2.5.4.46"
#define szOID_KEY_ATTRIBUTES                  "2.5.29.2"
#define szOID_SUBJECT_ALT_NAME                "2.5.29.7"
#define szOID_ISSUER_ALT_NAME                 "2.5.29.8"
#define szOID_SUBJECT_KEY_IDENTIFIER          "2.5.29.14"
#define szOID_KEY_USAGE                       "2.5.29.15"
#define szOID_SUBJECT_ALT_NAME2               "2.5.29.17"
#define szOID_ISSUER_ALT_NAME2                "2.5.29.18"
#define szOID_BASIC_CONSTRAINTS2              "2.5.29.19"
#define szOID_CRL_NUMBER                      "2.5.29.20"
#define szOID_CRL_REASON_CODE                 "2.5.29.21"
#define szOID_DELTA_CRL_INDICATOR             "2.5.29.27"
#define szOID_ISSUING_DIST_POINT              "2.5.29.28"
#define szOID_NAME_CONSTRAINTS                "2.5.29.30"
#define szOID_CRL_DIST_POINTS                 "2.5.29.31"
#define szOID_CERT_POLICIES                   "2.5.29.32"
#define szOID_ANY_CERT_POLICY                 "2.5.29.32.0"
#define szOID_POLICY_MAPPINGS                 "2.5.29.33"
#define szOID_AUTHORITY_KEY_IDENTIFIER2       "2.5.29.35"
#define szOID_POLICY_CONSTRAINTS              "2.5.29.36"
#define szOID_ENHANCED_KEY_USAGE              "2.5.29.37"
#define szOID_ANY_ENHANCED_KEY_USAGE          "2.5.29.37.0"
#define szOID_FRESHEST_CRL                    "2.5.29.46"
#define szOID_INHIBIT_ANY_POLICY              "2.5.29.54"
#define szOID_NIST_sha256                     "2.16.840.1.101.3.4.2.1"
#define szOID_NIST_sha384                     "2.16.840.1.101.3.4.2.2"
#define szOID_NIST_sha512                     "2.16.840.1.101.3.4.2.3"

/* ---- Structures of CryptDecodeObject and CryptEncodeObject ------------------------------------------------------- */

#ifndef WINCRYPT_USE_SYMBOL_PREFIX
#define X509_EXTENSIONS   ((LPCSTR)5)
#define X509_NAME         ((LPCSTR)7)
#define OCSP_REQUEST      ((LPCSTR)66)
#define OCSP_RESPONSE     ((LPCSTR)67)
#define PKCS7_SIGNER_INFO ((LPCSTR)500)
#else
#define WINCRYPT_X509_EXTENSIONS   ((LPCSTR)5)
#define WINCRYPT_X509_NAME         ((LPCSTR)7)
#define WINCRYPT_OCSP_REQUEST      ((LPCSTR)66)
#define WINCRYPT_OCSP_RESPONSE     ((LPCSTR)67)
#define WINCRYPT_PKCS7_SIGNER_INFO ((LPCSTR)500)
#endif
#define X509_AUTHORITY_INFO_ACCESS ((LPCSTR)32)
#define OCSP_SIGNED_REQUEST        ((LPCSTR)65)
#define OCSP_BASIC_SIGNED_RESPONSE ((LPCSTR)68)
#define OCSP_BASIC_RESPONSE        ((LPCSTR)69)
#define OCSP_SUCCESSFUL_RESPONSE        0
#define OCSP_MALFORMED_REQUEST_RESPONSE 1
#define OCSP_INTERNAL_ERROR_RESPONSE    2
#define OCSP_TRY_LATER_RESPONSE         3
#define OCSP_SIG_REQUIRED_RESPONSE      5
#define OCSP_UNAUTHORIZED_RESPONSE      6
#define OCSP_BASIC_GOOD_CERT_STATUS    0
#define OCSP_BASIC_REVOKED_CERT_STATUS 1
#define OCSP_BASIC_UNKNOWN_CERT_STATUS 2
#define OCSP_BASIC_BY_NAME_RESPONDER_ID 1
#define OCSP_BASIC_BY_KEY_RESPONDER_ID  2
#define CRL_REASON_UNSPECIFIED            0
#define CRL_REASON_KEY_COMPROMISE         1
#define CRL_REASON_CA_COMPROMISE          2
#define CRL_REASON_AFFILIATION_CHANGED    3
#define CRL_REASON_SUPERSEDED             4
#define CRL_REASON_CESSATION_OF_OPERATION 5
#define CRL_REASON_CERTIFICATE_HOLD       6
#define CRL_REASON_REMOVE_FROM_CRL        8
#define CRL_REASON_PRIVILEGE_WITHDRAWN    9
#define CRL_REASON_AA_COMPROMISE          10

typedef struct _OCSP_SIGNATURE_INFO {
    CRYPT_ALGORITHM_IDENTIFIER SignatureAlgorithm;
    CRYPT_BIT_BLOB Signature;
    DWORD cCertEncoded;
    PCERT_BLOB rgCertEncoded;
} OCSP_SIGNATURE_INFO, *POCSP_SIGNATURE_INFO;

typedef struct _OCSP_CERT_ID {
    CRYPT_ALGORITHM_IDENTIFIER HashAlgorithm;
    CRYPT_HASH_BLOB IssuerNameHash;
    CRYPT_HASH_BLOB IssuerKeyHash;
    CRYPT_INTEGER_BLOB SerialNumber;
} OCSP_CERT_ID, *POCSP_CERT_ID;

typedef struct _OCSP_RESPONSE_INFO {
    DWORD dwStatus;
    LPSTR pszObjId;
    CRYPT_OBJID_BLOB Value;
} OCSP_RESPONSE_INFO, *POCSP_RESPONSE_INFO;

typedef struct _OCSP_BASIC_SIGNED_RESPONSE_INFO {
    CRYPT_DER_BLOB ToBeSigned;
    OCSP_SIGNATURE_INFO SignatureInfo;
} OCSP_BASIC_SIGNED_RESPONSE_INFO, *POCSP_BASIC_SIGNED_RESPONSE_INFO;

typedef struct _OCSP_BASIC_REVOKED_INFO {
    FILETIME RevocationDate;
    DWORD dwCrlReasonCode;
} OCSP_BASIC_REVOKED_INFO, *POCSP_BASIC_REVOKED_INFO;

typedef struct _OCSP_BASIC_RESPONSE_ENTRY {
    OCSP_CERT_ID CertId;
    DWORD dwCertStatus;
    union {
        POCSP_BASIC_REVOKED_INFO pRevokedInfo;
    };
    FILETIME ThisUpdate;
    FILETIME NextUpdate;
    DWORD cExtension;
    PCERT_EXTENSION rgExtension;
} OCSP_BASIC_RESPONSE_ENTRY, *POCSP_BASIC_RESPONSE_ENTRY;

typedef struct _OCSP_BASIC_RESPONSE_INFO {
    DWORD dwVersion;
    DWORD dwResponderIdChoice;
    union {
        CERT_NAME_BLOB ByNameResponderId;
        CRYPT_HASH_BLOB ByKeyResponderId;
    };
    FILETIME ProducedAt;
    DWORD cResponseEntry;
    POCSP_BASIC_RESPONSE_ENTRY rgResponseEntry;
    DWORD cExtension;
    PCERT_EXTENSION rgExtension;
} OCSP_BASIC_RESPONSE_INFO, *POCSP_BASIC_RESPONSE_INFO;

/* ---- HRESULTs that arrive as last errors ------------------------------------------------------------------------- */

#define NTE_BAD_HASH          ((HRESULT)0x80090002)
#define NTE_BAD_KEY           ((HRESULT)0x80090003)
#define NTE_BAD_SIGNATURE     ((HRESULT)0x80090006)
#define NTE_BAD_ALGID         ((HRESULT)0x80090008)
#define NTE_BAD_FLAGS         ((HRESULT)0x80090009)
#define NTE_NO_MEMORY         ((HRESULT)0x8009000E)
#define NTE_NOT_FOUND         ((HRESULT)0x80090011)
#define NTE_FAIL              ((HRESULT)0x80090020)
#define NTE_INVALID_PARAMETER ((HRESULT)0x80090027)
#define NTE_NOT_SUPPORTED     ((HRESULT)0x80090029)
#define CRYPT_E_MSG_ERROR                  ((HRESULT)0x80091001)
#define CRYPT_E_UNKNOWN_ALGO               ((HRESULT)0x80091002)
#define CRYPT_E_OID_FORMAT                 ((HRESULT)0x80091003)
#define CRYPT_E_HASH_VALUE                 ((HRESULT)0x80091007)
#define CRYPT_E_SIGNER_NOT_FOUND           ((HRESULT)0x8009100E)
#define CRYPT_E_BAD_LEN                    ((HRESULT)0x80092001)
#define CRYPT_E_BAD_ENCODE                 ((HRESULT)0x80092002)
#define CRYPT_E_FILE_ERROR                 ((HRESULT)0x80092003)
#define CRYPT_E_NOT_FOUND                  ((HRESULT)0x80092004)
#define CRYPT_E_EXISTS                     ((HRESULT)0x80092005)
#define CRYPT_E_NO_PROVIDER                ((HRESULT)0x80092006)
#define CRYPT_E_SELF_SIGNED                ((HRESULT)0x80092007)
#define CRYPT_E_NO_MATCH                   ((HRESULT)0x80092009)
#define CRYPT_E_UNEXPECTED_MSG_TYPE        ((HRESULT)0x8009200A)
#define CRYPT_E_NO_KEY_PROPERTY            ((HRESULT)0x8009200B)
#define CRYPT_E_PENDING_CLOSE              ((HRESULT)0x8009200F)
#define CRYPT_E_REVOKED                    ((HRESULT)0x80092010)
#define CRYPT_E_NO_REVOCATION_DLL          ((HRESULT)0x80092011)
#define CRYPT_E_NO_REVOCATION_CHECK        ((HRESULT)0x80092012)
#define CRYPT_E_REVOCATION_OFFLINE         ((HRESULT)0x80092013)
#define CRYPT_E_NOT_IN_REVOCATION_DATABASE ((HRESULT)0x80092014)
#define CRYPT_E_INVALID_NUMERIC_STRING     ((HRESULT)0x80092020)
#define CRYPT_E_INVALID_PRINTABLE_STRING   ((HRESULT)0x80092021)
#define CRYPT_E_INVALID_IA5_STRING         ((HRESULT)0x80092022)
#define CRYPT_E_INVALID_X500_STRING        ((HRESULT)0x80092023)
#define CRYPT_E_NOT_CHAR_STRING            ((HRESULT)0x80092024)
#define CRYPT_E_SECURITY_SETTINGS          ((HRESULT)0x80092026)
#define CRYPT_E_ASN1_ERROR                 ((HRESULT)0x80093100)
#define CRYPT_E_ASN1_INTERNAL              ((HRESULT)0x80093101)
#define CRYPT_E_ASN1_EOD                   ((HRESULT)0x80093102)
#define CRYPT_E_ASN1_CORRUPT               ((HRESULT)0x80093103)
#define CRYPT_E_ASN1_BADTAG                ((HRESULT)0x8009310B)
#define CERT_E_EXPIRED               ((HRESULT)0x800B0101)
#define CERT_E_VALIDITYPERIODNESTING ((HRESULT)0x800B0102)
#define CERT_E_ROLE                  ((HRESULT)0x800B0103)
#define CERT_E_PATHLENCONST          ((HRESULT)0x800B0104)
#define CERT_E_CRITICAL              ((HRESULT)0x800B0105)
#define CERT_E_PURPOSE               ((HRESULT)0x800B0106)
#define CERT_E_ISSUERCHAINING        ((HRESULT)0x800B0107)
#define CERT_E_MALFORMED             ((HRESULT)0x800B0108)
#define CERT_E_UNTRUSTEDROOT         ((HRESULT)0x800B0109)
#define CERT_E_CHAINING              ((HRESULT)0x800B010A)
#define CERT_E_REVOKED               ((HRESULT)0x800B010C)
#define CERT_E_UNTRUSTEDTESTROOT     ((HRESULT)0x800B010D)
#define CERT_E_REVOCATION_FAILURE    ((HRESULT)0x800B010E)
#define CERT_E_CN_NO_MATCH           ((HRESULT)0x800B010F)
#define CERT_E_WRONG_USAGE           ((HRESULT)0x800B0110)
#define CERT_E_UNTRUSTEDCA           ((HRESULT)0x800B0112)
#define CERT_E_INVALID_POLICY        ((HRESULT)0x800B0113)
#define CERT_E_INVALID_NAME          ((HRESULT)0x800B0114)
#define TRUST_E_CERT_SIGNATURE    ((HRESULT)0x80096004)
#define TRUST_E_BASIC_CONSTRAINTS ((HRESULT)0x80096019)
#define TRUST_E_NOSIGNATURE       ((HRESULT)0x800B0100)
#define TRUST_E_FAIL              ((HRESULT)0x800B010B)
#define TRUST_E_EXPLICIT_DISTRUST ((HRESULT)0x800B0111)

#ifdef __cplusplus
}
#endif

#include "server_ocsp.h"

#endif /* _WIN32 */
#endif
