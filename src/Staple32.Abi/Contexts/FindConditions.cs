using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>Turns CertFindCertificateInStore's find type and parameter into a condition; copies all that it keeps.</summary>
internal static unsafe class FindConditions
{
    private const int Sha1HexDigits = 40;

    /// <exception cref="AbiException">E_INVALIDARG: an unknown find type, or one that needs a parameter has none.</exception>
    /// <returns>Null for CERT_FIND_ANY.</returns>
    public static Predicate<StoredCertificate>? Read(uint findType, void* parameter)
    {
        if (findType == FindTypes.CERT_FIND_ANY)
            return null;
        // No certificate here ever has a key.
        if (findType == FindTypes.CERT_FIND_HAS_PRIVATE_KEY)
            return static _ => false;
        if (parameter == null)
            throw Invalid("no parameter");
        return findType switch
        {
            FindTypes.CERT_FIND_SHA1_HASH => ByHash(PropertyIds.Sha1Hash, parameter),
            FindTypes.CERT_FIND_MD5_HASH => ByHash(PropertyIds.Md5Hash, parameter),
            FindTypes.CERT_FIND_SHA256_HASH => ByHash(PropertyIds.Sha256Hash, parameter),
            FindTypes.CERT_FIND_SHA1_SHA256_HASH => ByHash(PropertyIds.Sha1Sha256Hash, parameter),
            FindTypes.CERT_FIND_KEY_IDENTIFIER => ByHash(PropertyIds.KeyIdentifier, parameter),
            FindTypes.CERT_FIND_HASH_STR => ByHashText(NativeText.FromUtf16((char*)parameter)!),
            FindTypes.CERT_FIND_SUBJECT_NAME => CertificateSearch.BySubject(NativeBytes.Copy(*(CRYPT_DATA_BLOB*)parameter)),
            FindTypes.CERT_FIND_ISSUER_NAME => CertificateSearch.ByIssuer(NativeBytes.Copy(*(CRYPT_DATA_BLOB*)parameter)),
            FindTypes.CERT_FIND_SUBJECT_STR_A => CertificateSearch.BySubjectText(NativeText.FromUtf8((byte*)parameter)!),
            FindTypes.CERT_FIND_SUBJECT_STR_W => CertificateSearch.BySubjectText(NativeText.FromUtf16((char*)parameter)!),
            FindTypes.CERT_FIND_ISSUER_STR_A => CertificateSearch.ByIssuerText(NativeText.FromUtf8((byte*)parameter)!),
            FindTypes.CERT_FIND_ISSUER_STR_W => CertificateSearch.ByIssuerText(NativeText.FromUtf16((char*)parameter)!),
            FindTypes.CERT_FIND_PROPERTY => ElementSearch.ByProperty(*(uint*)parameter),
            FindTypes.CERT_FIND_PUBLIC_KEY => ByPublicKey(((CERT_PUBLIC_KEY_INFO*)parameter)->PublicKey),
            FindTypes.CERT_FIND_SUBJECT_CERT => BySubjectCertificate((CERT_INFO*)parameter),
            FindTypes.CERT_FIND_ISSUER_OF => CertificateSearch.ByIssued(CertificateContexts.Of((CERT_CONTEXT*)parameter).Certificate),
            FindTypes.CERT_FIND_EXISTING => CertificateSearch.ByEncoding(CertificateContexts.Of((CERT_CONTEXT*)parameter).Certificate),
            _ => throw Invalid("unknown find type"),
        };
    }

    private static Predicate<StoredCertificate> ByHash(uint id, void* parameter) =>
        ElementSearch.ByPropertyValue(id, NativeBytes.Copy(*(CRYPT_DATA_BLOB*)parameter));

    private static Predicate<StoredCertificate> ByHashText(string text)
    {
        if (text.Length != Sha1HexDigits)
            throw Invalid("not a SHA-1 thumbprint");
        byte[] hash = new byte[Sha1HexDigits / 2];
        if (Convert.FromHexString(text, hash, out _, out _) != System.Buffers.OperationStatus.Done)
            throw Invalid("not hexadecimal");
        return ElementSearch.ByPropertyValue(PropertyIds.Sha1Hash, hash);
    }

    private static Predicate<StoredCertificate> ByPublicKey(CRYPT_BIT_BLOB key) =>
        CertificateSearch.ByPublicKey(NativeBytes.Copy(key.Octets));

    private static Predicate<StoredCertificate> BySubjectCertificate(CERT_INFO* info)
    {
        byte[] serialNumber = NativeBytes.Copy(info->SerialNumber);
        Array.Reverse(serialNumber);
        return CertificateSearch.ByIssuerAndSerial(NativeBytes.Copy(info->Issuer), serialNumber);
    }

    private static AbiException Invalid(string what) => new(Errors.E_INVALIDARG, what);
}
