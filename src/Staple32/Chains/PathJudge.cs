using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Chains;

/// <summary>A path with its verdict.</summary>
/// <param name="Chain">The verdict.</param>
/// <param name="Quality">How good it is beside others.</param>
/// <param name="WithoutIssuer">The certificate whose true issuer was not found; null if the path is complete.</param>
internal sealed record JudgedPath(SimpleChain Chain, PathQuality Quality, StoredCertificate? WithoutIssuer);

/// <summary>
/// Says of a path what is wrong with each of its certificates and with the whole, in the bits of CERT_TRUST_STATUS:
/// path validation of RFC 5280 section 6.1, except that it does not stop at the first error.
/// </summary>
internal sealed class PathJudge(ChainEngineSettings settings, TrustAnchors anchors, ChainRequest request)
{
    private readonly NameConstraintCheck _nameConstraints = new(
        !settings.Rules.DisableAuthorityNameConstraints, request.Limits.NameComparisons);

    private const TrustInfo MatchKinds =
        TrustInfo.HasExactMatchIssuer | TrustInfo.HasKeyMatchIssuer | TrustInfo.HasNameMatchIssuer;

    public JudgedPath Judge(CandidatePath path)
    {
        IReadOnlyList<PathStep> steps = path.Steps;
        var errors = new TrustErrors[steps.Count];
        var infos = new TrustInfo[steps.Count];
        for (int i = 0; i < steps.Count; i++)
        {
            infos[i] = InfoOf(path, i);
            errors[i] = steps[i].Certificate.Errors | TimeErrors(steps[i].Certificate.Certificate, i)
                | SignatureErrors(path, i) | StrengthErrors(path, i);
            if (anchors.IsDistrusted(steps[i].Certificate))
                errors[i] |= TrustErrors.ExplicitDistrust;
            if (i > 0)
                errors[i] |= AuthorityErrors(path, i);
        }

        if (path.End == PathEnd.UntrustedRoot)
            errors[^1] |= TrustErrors.UntrustedRoot;
        if (path.End == PathEnd.Cyclic)
            errors[^1] |= TrustErrors.Cyclic;

        _nameConstraints.Apply(steps, errors, infos);
        bool hasAnchor = path.End is not (PathEnd.NoIssuer or PathEnd.Cyclic);
        IReadOnlyList<string>?[] policies = PolicyGraph.Apply(steps, hasAnchor, errors, infos);
        if (!request.IssuancePolicy.IsSatisfiedBy(policies[0]))
            errors[0] |= TrustErrors.NotValidForUsage;
        IReadOnlyList<string>?[] usages = Usages(steps);
        for (int i = 0; i < steps.Count; i++)
        {
            if (!request.Usage.IsSatisfiedBy(usages[i]))
                errors[i] |= TrustErrors.NotValidForUsage;
        }

        var elements = new ChainElement[steps.Count];
        for (int i = 0; i < elements.Length; i++)
            elements[i] = new ChainElement(steps[i].Certificate.Stored, new TrustStatus(errors[i], infos[i]), usages[i], policies[i]);
        TrustStatus status = Sum(path.End, elements);
        return new JudgedPath(new SimpleChain(status, elements), new PathQuality(status, steps), WithoutIssuer(path));
    }

    // Where a signature is wrong, whatever stands above it has only the issuer's name.
    private static StoredCertificate? WithoutIssuer(CandidatePath path)
    {
        for (int i = 0; i < path.Steps.Count - 1; i++)
        {
            if (path.Steps[i].Signature == SignatureVerdict.Invalid)
                return path.Steps[i].Certificate.Stored;
        }

        return path.End is PathEnd.NoIssuer or PathEnd.Cyclic ? path.Steps[^1].Certificate.Stored : null;
    }

    /// <summary>The status of the whole: every error, and what the end certificate, the root or all of them contribute.</summary>
    private static TrustStatus Sum(PathEnd end, ChainElement[] elements)
    {
        const TrustInfo FromEnd = TrustInfo.HasIssuanceChainPolicy | TrustInfo.HasValidNameConstraints;
        const TrustInfo FromTop = TrustInfo.IsFromExclusiveTrustStore | TrustInfo.IsCaTrusted | TrustInfo.IsPeerTrusted;
        bool isPartial = end is PathEnd.NoIssuer or PathEnd.Cyclic;
        TrustErrors errors = isPartial ? TrustErrors.PartialChain : TrustErrors.None;
        TrustInfo preferred = isPartial || end == PathEnd.TrustedPerson ? TrustInfo.None : TrustInfo.HasPreferredIssuer;
        for (int i = 0; i < elements.Length; i++)
        {
            errors |= elements[i].Status.Errors;
            bool needsNoIssuer = end == PathEnd.TrustedAuthority && i == elements.Length - 1;
            if (!needsNoIssuer)
                preferred &= elements[i].Status.Info;
        }

        return new TrustStatus(errors, preferred | (elements[0].Status.Info & FromEnd) | (elements[^1].Status.Info & FromTop));
    }

    private TrustInfo InfoOf(CandidatePath path, int index)
    {
        PathStep step = path.Steps[index];
        bool isTop = index == path.Steps.Count - 1;
        TrustInfo info = step.Match & MatchKinds;
        if (step.IsPreferred && step.Signature == SignatureVerdict.Valid)
            info |= TrustInfo.HasPreferredIssuer;
        if (isTop && path.End is PathEnd.TrustedRoot or PathEnd.UntrustedRoot)
            info |= TrustInfo.IsSelfSigned;
        else if (step.Certificate.IsSelfIssued && step.Signature == SignatureVerdict.Valid)
            info |= TrustInfo.IsKeyRollover;
        if (isTop && path.End == PathEnd.TrustedAuthority)
            info |= TrustInfo.IsCaTrusted;
        if (path.End == PathEnd.TrustedPerson)
            info |= TrustInfo.IsPeerTrusted;
        if (settings.IsExclusive && (path.End == PathEnd.TrustedPerson || anchors.IsInRootStore(step.Certificate)))
            info |= TrustInfo.IsFromExclusiveTrustStore;
        return info;
    }

    private TrustErrors TimeErrors(Certificate certificate, int index)
    {
        bool isStamped = (request.Options & ChainOptions.TimestampTime) != 0;
        DateTimeOffset now = isStamped ? request.Now ?? request.Time : request.Time;
        bool isValid = IsValidAt(certificate, now) && (!isStamped || index > 0 || IsValidAt(certificate, request.Time));
        return isValid ? TrustErrors.None : TrustErrors.NotTimeValid;
    }

    private static bool IsValidAt(Certificate certificate, DateTimeOffset time) =>
        certificate.NotBefore <= time && time <= certificate.NotAfter;

    // A trusted root's signature on itself proves nothing that its place in the root store does not prove already.
    private static TrustErrors SignatureErrors(CandidatePath path, int index)
    {
        if (path.End == PathEnd.TrustedRoot && index == path.Steps.Count - 1)
            return TrustErrors.None;
        return path.Steps[index].Signature switch
        {
            null or SignatureVerdict.Valid => TrustErrors.None,
            SignatureVerdict.WeakAlgorithm or SignatureVerdict.WeakKey => TrustErrors.NotSignatureValid | TrustErrors.HasWeakSignature,
            _ => TrustErrors.NotSignatureValid,
        };
    }

    // Nobody relies on the signature of whatever a chain ends in, but on its key.
    private TrustErrors StrengthErrors(CandidatePath path, int index)
    {
        if (request.StrongSignature is not { } strong)
            return TrustErrors.None;
        Certificate certificate = path.Steps[index].Certificate.Certificate;
        bool isEnd = index == path.Steps.Count - 1 && path.End is not (PathEnd.NoIssuer or PathEnd.Cyclic);
        bool isStrong = (isEnd || strong.Accepts(certificate.SignatureAlgorithm))
            && ((index == 0 && request.AcceptsWeakEndKey) || strong.Accepts(certificate.PublicKey));
        return isStrong ? TrustErrors.None : TrustErrors.HasWeakSignature | TrustErrors.NotSignatureValid;
    }

    /// <summary>What forbids a certificate to have issued the one below it (RFC 5280 sections 4.2.1.9 and 4.2.1.3).</summary>
    private TrustErrors AuthorityErrors(CandidatePath path, int index)
    {
        PathCertificate certificate = path.Steps[index].Certificate;
        TrustErrors errors = TrustErrors.None;
        if (certificate.KeyUsage is { } usage && (usage & KeyUsages.KeyCertSign) == 0)
            errors |= TrustErrors.NotValidForUsage;

        // Only a self-signed root may do without basic constraints: many that are trusted are older than the extension.
        bool isRoot = index == path.Steps.Count - 1 && path.End is PathEnd.TrustedRoot or PathEnd.UntrustedRoot;
        bool isAllowed = certificate.BasicConstraints is { } constraints
            ? constraints.IsAuthority && !(constraints.PathLength < IntermediatesBelow(path.Steps, index))
            : isRoot || settings.Rules.DisableMandatoryBasicConstraints;
        return isAllowed ? errors : errors | TrustErrors.InvalidBasicConstraints;
    }

    // Self-issued certificates do not count, except the end certificate, which never does.
    private static int IntermediatesBelow(IReadOnlyList<PathStep> steps, int index)
    {
        int count = 0;
        for (int i = 1; i < index; i++)
        {
            if (!steps[i].Certificate.IsSelfIssued)
                count++;
        }

        return count;
    }

    // From the root down: what a CA is not allowed itself it cannot allow.
    private static IReadOnlyList<string>?[] Usages(IReadOnlyList<PathStep> steps)
    {
        var usages = new IReadOnlyList<string>?[steps.Count];
        IReadOnlyList<string>? allowed = null;
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            allowed = PathCertificate.Intersect(allowed, steps[i].Certificate.Usages);
            usages[i] = allowed;
        }

        return usages;
    }
}
