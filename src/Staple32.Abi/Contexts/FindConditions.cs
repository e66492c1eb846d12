using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>Turns CertFindCertificateInStore's find type and parameter into a search; copies all that it keeps.</summary>
internal static unsafe class FindConditions
{
    private const int Sha1HexDigits = 40;

    /// <exception cref="AbiException">E_INVALIDARG: an unknown find type, or one that needs a parameter has none.</exception>
    /// <returns>No condition for CERT_FIND_ANY.</returns>
    public static StoreSearch<StoredCertificate> Read(uint findFlags, uint findType, void* parameter) => findType switch
    {
        FindTypes.CERT_FIND_ANY => default,
        // No certificate here ever has a key.
        FindTypes.CERT_FIND_HAS_PRIVATE_KEY => (Predicate<StoredCertificate>)(static _ => false),
        FindTypes.CERT_FIND_CROSS_CERT_DIST_POINTS => CertificateSearch.HasCrossCertificates,
        FindTypes.CERT_FIND_SUBJECT_INFO_ACCESS => ElementSearch.ByProperty(PropertyIds.SubjectInfoAccess),
        FindTypes.CERT_FIND_ENHKEY_USAGE => ByUsage(findFlags, (CERT_ENHKEY_USAGE*)parameter),
        _ when parameter == null => throw Invalid("no parameter"),
        _ => ReadWithParameter(findFlags, findType, parameter),
    };

    private static StoreSearch<StoredCertificate> ReadWithParameter(uint findFlags, uint findType, void* parameter) => findType switch
    {
        FindTypes.CERT_FIND_SHA1_HASH => ByHash(PropertyIds.Sha1Hash, parameter),
        FindTypes.CERT_FIND_MD5_HASH => ByHash(PropertyIds.Md5Hash, parameter),
        FindTypes.CERT_FIND_SHA256_HASH => ByHash(PropertyIds.Sha256Hash, parameter),
        FindTypes.CERT_FIND_SHA1_SHA256_HASH => ByHash(PropertyIds.Sha1Sha256Hash, parameter),
        FindTypes.CERT_FIND_KEY_IDENTIFIER => ByHash(PropertyIds.KeyIdentifier, parameter),
        FindTypes.CERT_FIND_SIGNATURE_HASH => ByHash(PropertyIds.SignatureHash, parameter),
        FindTypes.CERT_FIND_PUBKEY_MD5_HASH => ByHash(PropertyIds.SubjectPublicKeyMd5Hash, parameter),
        FindTypes.CERT_FIND_HASH_STR => ByHashText(NativeText.FromUtf16((char*)parameter)!),
        FindTypes.CERT_FIND_SUBJECT_NAME => CertificateSearch.BySubject(NativeBytes.Copy(*(CRYPT_DATA_BLOB*)parameter)),
        FindTypes.CERT_FIND_ISSUER_NAME => CertificateSearch.ByIssuer(NativeBytes.Copy(*(CRYPT_DATA_BLOB*)parameter)),
        FindTypes.CERT_FIND_SUBJECT_STR_A => CertificateSearch.BySubjectText(NativeText.FromUtf8((byte*)parameter)!),
        FindTypes.CERT_FIND_SUBJECT_STR_W => CertificateSearch.BySubjectText(NativeText.FromUtf16((char*)parameter)!),
        FindTypes.CERT_FIND_ISSUER_STR_A => CertificateSearch.ByIssuerText(NativeText.FromUtf8((byte*)parameter)!),
        FindTypes.CERT_FIND_ISSUER_STR_W => CertificateSearch.ByIssuerText(NativeText.FromUtf16((char*)parameter)!),
        FindTypes.CERT_FIND_SUBJECT_ATTR => CertificateSearch.BySubject(Comparisons.ReadAttributes(findFlags, (CERT_RDN*)parameter)),
        FindTypes.CERT_FIND_ISSUER_ATTR => CertificateSearch.ByIssuer(Comparisons.ReadAttributes(findFlags, (CERT_RDN*)parameter)),
        FindTypes.CERT_FIND_KEY_SPEC => CertificateSearch.ByPropertyValue(PropertyIds.KeySpec, BitConverter.GetBytes(*(uint*)parameter)),
        FindTypes.CERT_FIND_PROPERTY => ElementSearch.ByProperty(*(uint*)parameter),
        FindTypes.CERT_FIND_PUBLIC_KEY => ByPublicKey(((CERT_PUBLIC_KEY_INFO*)parameter)->PublicKey),
        FindTypes.CERT_FIND_SUBJECT_CERT => ByIssuerAndSerial(((CERT_INFO*)parameter)->Issuer, ((CERT_INFO*)parameter)->SerialNumber),
        FindTypes.CERT_FIND_CERT_ID => ById((CERT_ID*)parameter),
        FindTypes.CERT_FIND_ISSUER_OF => CertificateSearch.ByIssued(CertificateContexts.Of((CERT_CONTEXT*)parameter).Certificate),
        FindTypes.CERT_FIND_EXISTING => CertificateSearch.ByEncoding(CertificateContexts.Of((CERT_CONTEXT*)parameter).Certificate),
        _ => throw Invalid("unknown find type"),
    };

    private static Predicate<StoredCertificate> ByUsage(uint flags, CERT_ENHKEY_USAGE* usage)
    {
        const UsageFilters EitherSource = UsageFilters.ExtensionOnly | UsageFilters.PropertyOnly;
        var filters = (UsageFilters)flags;
        if ((filters & ~UsageFilters.All) != 0)
            throw Invalid("unknown find flags");
        if (!filters.HasFlag(UsageFilters.Valid) && (filters & EitherSource) == EitherSource)
            throw Invalid("find flags that contradict each other");
        return UsageSearch.ByPurposes(usage == null ? [] : KeyUsageLists.Read(usage), filters);
    }

    private static StoreSearch<StoredCertificate> ById(CERT_ID* id) => id->dwIdChoice switch
    {
        CertificateIdChoices.CERT_ID_ISSUER_SERIAL_NUMBER => ByIssuerAndSerial(id->IssuerSerialNumber.Issuer, id->IssuerSerialNumber.SerialNumber),
        CertificateIdChoices.CERT_ID_KEY_IDENTIFIER => ByHash(PropertyIds.KeyIdentifier, id->KeyIdOrHashId),
        CertificateIdChoices.CERT_ID_SHA1_HASH => ByHash(PropertyIds.Sha1Hash, id->KeyIdOrHashId),
        _ => throw Invalid("unknown kind of certificate identifier"),
    };

    private static StoreSearch<StoredCertificate> ByHash(uint id, void* parameter) => ByHash(id, *(CRYPT_DATA_BLOB*)parameter);

    private static StoreSearch<StoredCertificate> ByHash(uint id, CRYPT_DATA_BLOB value) =>
        CertificateSearch.ByPropertyValue(id, NativeBytes.Copy(value));

    private static StoreSearch<StoredCertificate> ByHashText(string text)
    {
        if (text.Length != Sha1HexDigits)
            throw Invalid("not a SHA-1 thumbprint");
        byte[] hash = new byte[Sha1HexDigits / 2];
        if (Convert.FromHexString(text, hash, out _, out _) != System.Buffers.OperationStatus.Done)
            throw Invalid("not hexadecimal");
        return CertificateSearch.ByPropertyValue(PropertyIds.Sha1Hash, hash);
    }

    private static Predicate<StoredCertificate> ByPublicKey(CRYPT_BIT_BLOB key) =>
        CertificateSearch.ByPublicKey(NativeBytes.Copy(key.Octets));

    private static StoreSearch<StoredCertificate> ByIssuerAndSerial(CRYPT_DATA_BLOB issuer, CRYPT_DATA_BLOB number)
    {
        byte[] serialNumber = NativeBytes.Copy(number);
        Array.Reverse(serialNumber);
        return CertificateSearch.ByIssuerAndSerial(NativeBytes.Copy(issuer), serialNumber);
    }

    private static AbiException Invalid(string what) => new(Errors.E_INVALIDARG, what);
}
