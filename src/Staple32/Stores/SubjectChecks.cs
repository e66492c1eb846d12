using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>The checks of a certificate against its issuer and their results, by the CERT_STORE_*_FLAG numbers of wincrypt.h.</summary>
[Flags]
public enum SubjectChecks
{
    None = 0,
    Signature = 0x1,
    TimeValidity = 0x2,
    Revocation = 0x4,

    /// <summary>A result: there is no CRL to look into.</summary>
    NoCrl = 0x10000,

    /// <summary>A result: there is no issuer to check against.</summary>
    NoIssuer = 0x20000,
}

/// <summary>Checks a certificate against one issuer, each check by itself (CertVerifySubjectCertificateContext). No chain is built.</summary>
public static class SubjectVerification
{
    /// <summary>The checks that may be asked for.</summary>
    public const SubjectChecks All = SubjectChecks.Signature | SubjectChecks.TimeValidity | SubjectChecks.Revocation;

    /// <summary>The checks that fail, and why where there is a reason to tell.</summary>
    /// <param name="subject">The certificate.</param>
    /// <param name="issuer">Whose key is to have signed it; null if nobody is known.</param>
    /// <param name="wanted">The checks to make.</param>
    /// <param name="now">The time at which it is to be valid.</param>
    /// <param name="lists">CRLs that may be the issuer's.</param>
    public static SubjectChecks Check(
        Certificate subject, Certificate? issuer, SubjectChecks wanted, DateTimeOffset now, IReadOnlyList<CertificateRevocationList> lists)
    {
        ArgumentNullException.ThrowIfNull(subject);
        SubjectChecks failed = SubjectChecks.None;
        if (wanted.HasFlag(SubjectChecks.TimeValidity) && (now < subject.NotBefore || now > subject.NotAfter))
            failed |= SubjectChecks.TimeValidity;
        SubjectChecks needIssuer = wanted & (SubjectChecks.Signature | SubjectChecks.Revocation);
        if (needIssuer == SubjectChecks.None)
            return failed;
        if (issuer is null)
            return failed | needIssuer | SubjectChecks.NoIssuer;
        if (wanted.HasFlag(SubjectChecks.Signature) && !IsSignedBy(subject, issuer))
            failed |= SubjectChecks.Signature;
        if (wanted.HasFlag(SubjectChecks.Revocation))
            failed |= CheckRevocation(subject, issuer, lists);
        return failed;
    }

    // A CRL that the issuer's key did not sign says nothing.
    private static SubjectChecks CheckRevocation(Certificate subject, Certificate issuer, IReadOnlyList<CertificateRevocationList> lists)
    {
        bool isAny = false;
        foreach (CertificateRevocationList list in lists)
        {
            if (!DistinguishedName.Equal(list.Issuer.Span, issuer.Subject.Span) || !list.IsSignedBy(issuer.PublicKey))
                continue;
            isAny = true;
            if (Lists(list, subject))
                return SubjectChecks.Revocation;
        }
        return isAny ? SubjectChecks.None : SubjectChecks.Revocation | SubjectChecks.NoCrl;
    }

    // Where an entry cannot be read, nobody knows who else is listed.
    private static bool Lists(CertificateRevocationList list, Certificate subject)
    {
        try
        {
            return list.Find(subject.SerialNumber.Span, subject.Issuer.Span, out _) is not null;
        }
        catch (CertificateFormatException)
        {
            return true;
        }
    }

    private static bool IsSignedBy(Certificate subject, Certificate issuer) => subject.SignatureUnusedBits == 0
        && SignatureVerifier.Verify(issuer.PublicKey, subject.SignatureAlgorithm, subject.ToBeSigned.Span, subject.Signature.Span)
            == SignatureVerdict.Valid;
}
