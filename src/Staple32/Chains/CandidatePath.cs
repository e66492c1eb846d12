using Staple32.Certificates;

namespace Staple32.Chains;

/// <summary>Why a path goes no further.</summary>
internal enum PathEnd
{
    /// <summary>The last certificate is self-signed and trusted.</summary>
    TrustedRoot,

    /// <summary>The last certificate is a trusted CA that is not self-signed; its own signature was not looked at.</summary>
    TrustedAuthority,

    /// <summary>The only certificate is trusted as a person's.</summary>
    TrustedPerson,

    /// <summary>The last certificate is self-signed and not trusted.</summary>
    UntrustedRoot,

    /// <summary>No issuer was found for the last certificate.</summary>
    NoIssuer,

    /// <summary>The last certificate's issuers are all in the path already.</summary>
    Cyclic,
}

/// <summary>A certificate of a path with what is known about its issuer, which is the next step.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Match">One of the three Has…MatchIssuer bits, or none if there is no issuer.</param>
/// <param name="IsPreferred">Whether the issuer is as close a match as possible.</param>
/// <param name="Signature">What the issuer's key made of the signature; null if there is no issuer or it does not matter.</param>
internal readonly record struct PathStep(
    PathCertificate Certificate, TrustInfo Match, bool IsPreferred, SignatureVerdict? Signature);

/// <summary>A way from the end certificate (first) to wherever it ends.</summary>
internal sealed record CandidatePath(IReadOnlyList<PathStep> Steps, PathEnd End);
