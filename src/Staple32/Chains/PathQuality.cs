namespace Staple32.Chains;

/// <summary>
/// Which of two paths is the better one. What the first pass of the native engine looks at weighs most (signatures,
/// then completeness, then trust); then the other errors by how much they say against the chain; then how closely
/// issuers match, then the shorter path, then the newer certificates.
/// </summary>
internal readonly struct PathQuality : IComparable<PathQuality>
{
    private const int Pass1Shift = 7;

    private const TrustErrors Distrust = TrustErrors.Revoked | TrustErrors.ExplicitDistrust;
    private const TrustErrors Structure =
        TrustErrors.InvalidExtension | TrustErrors.HasNotSupportedCriticalExtension
        | TrustErrors.InvalidBasicConstraints | TrustErrors.InvalidPolicyConstraints | TrustErrors.InvalidNameConstraints
        | TrustErrors.HasNotSupportedNameConstraint | TrustErrors.HasNotDefinedNameConstraint
        | TrustErrors.HasNotPermittedNameConstraint | TrustErrors.HasExcludedNameConstraint
        | TrustErrors.NoIssuanceChainPolicy;

    private readonly int _grade;
    private readonly int _looseMatches;
    private readonly int _length;
    private readonly long _issuedAt;

    public PathQuality(TrustStatus status, IReadOnlyList<PathStep> steps)
    {
        TrustErrors errors = status.Errors;
        _grade = Grade(errors);
        IsPerfect = errors == TrustErrors.None && (status.Info & TrustInfo.HasPreferredIssuer) != 0;
        _length = steps.Count;
        foreach (PathStep step in steps)
        {
            _looseMatches += step.IsPreferred ? 0 : 1;
            _issuedAt += step.Certificate.Certificate.NotBefore.Ticks / TimeSpan.TicksPerSecond;
        }
    }

    /// <summary>True if no other path can be better in anything but age: the search may stop.</summary>
    public bool IsPerfect { get; }

    /// <summary>Signatures, completeness and trust, comparable between paths.</summary>
    public int Pass1 => _grade >> Pass1Shift;

    /// <summary>Positive if this path is the better one.</summary>
    public int CompareTo(PathQuality other)
    {
        if (_grade != other._grade)
            return _grade.CompareTo(other._grade);
        if (_looseMatches != other._looseMatches)
            return other._looseMatches.CompareTo(_looseMatches);
        if (_length != other._length)
            return other._length.CompareTo(_length);
        return _issuedAt.CompareTo(other._issuedAt);
    }

    private static int Grade(TrustErrors errors)
    {
        ReadOnlySpan<TrustErrors> byWeight =
        [
            TrustErrors.NotSignatureValid,
            TrustErrors.PartialChain | TrustErrors.Cyclic,
            TrustErrors.UntrustedRoot,
            Distrust,
            Structure,
            TrustErrors.NotValidForUsage,
            TrustErrors.NotTimeValid,
            TrustErrors.HasWeakSignature | TrustErrors.HasWeakHygiene,
            TrustErrors.RevocationStatusUnknown | TrustErrors.OfflineRevocation,
            ~TrustErrors.None,
        ];
        int grade = 0;
        foreach (TrustErrors errorsOfWeight in byWeight)
            grade = (grade << 1) | ((errors & errorsOfWeight) == 0 ? 1 : 0);
        return grade;
    }
}
