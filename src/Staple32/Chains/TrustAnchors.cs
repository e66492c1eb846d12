using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Chains;

/// <summary>
/// Decides what a chain may end in. A root is trusted because this very certificate is in the root store; a name or a
/// key that looks like a root's counts for nothing.
/// </summary>
internal sealed class TrustAnchors(ChainEngineSettings settings)
{
    /// <summary>Whether the certificate is in the root store, and in the one that limits it if the engine has that.</summary>
    public bool IsInRootStore(PathCertificate certificate) =>
        Contains(settings.Roots, certificate.Certificate)
        && (settings.RootsMustBeIn is null || Contains(settings.RootsMustBeIn, certificate.Certificate));

    /// <summary>Whether a chain may end in the certificate, which is in the root store, though it is not self-signed.</summary>
    public bool TrustsAuthority(PathCertificate certificate) =>
        settings.TrustsExclusiveAuthorities && certificate.IsAuthority;

    /// <summary>Whether the certificate is one of the engine's trusted people.</summary>
    public bool IsTrustedPerson(PathCertificate certificate) =>
        settings.TrustedPeople is not null && Contains(settings.TrustedPeople, certificate.Certificate);

    /// <summary>Whether the certificate is one that must not be trusted.</summary>
    public bool IsDistrusted(PathCertificate certificate) =>
        settings.Distrusted is not null && Contains(settings.Distrusted, certificate.Certificate);

    private static bool Contains(CertificateStore store, Certificate certificate)
    {
        IReadOnlyList<StoredCertificate> found = store.FindBySubject(certificate.Subject.Span);
        for (int i = 0; i < found.Count; i++)
        {
            if (found[i].Certificate.Encoded.Span.SequenceEqual(certificate.Encoded.Span))
                return true;
        }

        return false;
    }
}
