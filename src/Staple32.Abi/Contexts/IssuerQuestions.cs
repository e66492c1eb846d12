using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>Whether a certificate is valid now and by its issuer, and who that is.</summary>
internal static unsafe class IssuerQuestions
{
    private const int Before = -1;
    private const int Within = 0;
    private const int After = 1;

    /// <summary>CertVerifyTimeValidity: -1 before NotBefore, 1 after NotAfter, else 0.</summary>
    /// <param name="time">The time in question, null for now.</param>
    /// <param name="info">The certificate.</param>
    /// <exception cref="AbiException">E_INVALIDARG: no certificate.</exception>
    public static int CompareTime(FILETIME* time, CERT_INFO* info)
    {
        if (info == null)
            throw Invalid("no certificate");
        ulong asked = time != null ? time->Ticks : (ulong)DateTime.UtcNow.ToFileTimeUtc();
        if (asked < info->NotBefore.Ticks)
            return Before;
        return asked > info->NotAfter.Ticks ? After : Within;
    }

    /// <summary>CertVerifyValidityNesting: whether the subject is valid only while the issuer is.</summary>
    /// <exception cref="AbiException">E_INVALIDARG: no certificate.</exception>
    public static int IsNested(CERT_INFO* subject, CERT_INFO* issuer)
    {
        if (subject == null || issuer == null)
            throw Invalid("no certificate");
        return subject->NotBefore.Ticks >= issuer->NotBefore.Ticks && subject->NotAfter.Ticks <= issuer->NotAfter.Ticks ? 1 : 0;
    }

    /// <summary>CertVerifySubjectCertificateContext: TRUE whatever the checks find; their flags stay if they fail.</summary>
    /// <exception cref="AbiException">E_INVALIDARG, ERROR_INVALID_PARAMETER.</exception>
    public static int Check(CERT_CONTEXT* subject, CERT_CONTEXT* issuer, uint* flags)
    {
        SubjectChecks wanted = ReadChecks(flags);
        *flags = (uint)Check(CertificateContexts.Of(subject), issuer, wanted);
        return 1;
    }

    /// <summary>
    /// CertGetIssuerCertificateFromStore: the next certificate that may be the issuer's, with the subject checked against it.
    /// The previous context is freed whatever happens.
    /// </summary>
    /// <exception cref="AbiException">E_INVALIDARG, ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER.</exception>
    public static CERT_CONTEXT* NextIssuer(nint store, CERT_CONTEXT* subject, CERT_CONTEXT* previous, uint* flags)
    {
        SubjectChecks wanted;
        StoredCertificate element;
        bool isSelfSigned;
        try
        {
            wanted = ReadChecks(flags);
            element = CertificateContexts.Of(subject);
            isSelfSigned = CertificateSearch.ByIssued(element.Certificate).Matches(element);
        }
        catch
        {
            CertificateContexts.Release(previous);
            throw;
        }

        if (isSelfSigned)
        {
            CertificateContexts.Release(previous);
            *flags = (uint)Check(element, subject, wanted);
            LastError.Set(Errors.CRYPT_E_SELF_SIGNED);
            return null;
        }

        CERT_CONTEXT* issuer = CertificatesInStores.Find(store, 0, FindTypes.CERT_FIND_ISSUER_OF, subject, previous);
        *flags = (uint)Check(element, issuer, wanted);
        return issuer;
    }

    /// <summary>CertGetSubjectCertificateFromStore: the one with this issuer and serial number.</summary>
    /// <exception cref="AbiException">E_INVALIDARG, ERROR_INVALID_HANDLE.</exception>
    public static CERT_CONTEXT* Find(nint store, CERT_INFO* identity) =>
        CertificatesInStores.Find(store, 0, FindTypes.CERT_FIND_SUBJECT_CERT, identity, null);

    private static SubjectChecks ReadChecks(uint* flags)
    {
        if (flags == null || (*flags & ~(uint)SubjectVerification.All) != 0)
            throw Invalid("no flags, or unknown ones");
        return (SubjectChecks)(*flags);
    }

    private static SubjectChecks Check(StoredCertificate subject, CERT_CONTEXT* issuer, SubjectChecks wanted)
    {
        Certificate? certificate = issuer == null ? null : CertificateContexts.Of(issuer).Certificate;
        CertificateRevocationList[] lists = certificate is not null && wanted.HasFlag(SubjectChecks.Revocation) ? ListsOf(certificate, issuer->hCertStore) : [];
        return SubjectVerification.Check(subject.Certificate, certificate, wanted, DateTimeOffset.UtcNow, lists);
    }

    // CRLs are looked for where the issuer was found.
    private static CertificateRevocationList[] ListsOf(Certificate issuer, nint store) =>
        store == 0 ? [] : [.. StoreHandles.ForReading(store).FindCrlsByIssuer(issuer.Subject.Span).Select(static crl => crl.List)];

    private static AbiException Invalid(string what) => new(Errors.E_INVALIDARG, what);
}
