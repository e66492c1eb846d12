using Staple32.Asn1;
using Staple32.Certificates;
using Staple32.Chains;
using Staple32.Stores;

namespace Staple32.ChainSelection;

/// <summary>What CertSelectCertificateChains leaves out, or does not: its flags, by value.</summary>
[Flags]
public enum SelectionOptions : uint
{
    None = 0,
    AllowExpired = 0x0000_0001,

    /// <summary>Only chains that end in a trusted root, are valid in time and keep their constraints.</summary>
    TrustedRoot = 0x0000_0002,
    DisallowSelfSigned = 0x0000_0004,
    HasPrivateKey = 0x0000_0008,
    HasKeyForSignature = 0x0000_0010,
    HasKeyForKeyExchange = 0x0000_0020,
    HardwareOnly = 0x0000_0040,

    /// <summary>Also the older ones of several certificates with the same names and the same template.</summary>
    AllowDuplicates = 0x0000_0080,

    /// <summary>Has nothing to ignore: there are no rules of the system's about which certificate to take.</summary>
    IgnoreAutoSelect = 0x0000_0100,
}

/// <summary>CertSelectCertificateChains: the chains of those certificates of a store that satisfy all criteria, best first.</summary>
public static class ChainSelector
{
    private const TrustErrors NotTrusted =
        TrustErrors.UntrustedRoot | TrustErrors.PartialChain | TrustErrors.NotTimeValid
        | TrustErrors.InvalidPolicyConstraints | TrustErrors.InvalidBasicConstraints | TrustErrors.InvalidNameConstraints;

    private const SelectionOptions AsksWhatKey =
        SelectionOptions.HasKeyForSignature | SelectionOptions.HasKeyForKeyExchange | SelectionOptions.HardwareOnly;

    // Version 1 and version 2 (1.3.6.1.4.1.311).
    private static readonly string[] s_templates = ["1.3.6.1.4.1.311.20.2", "1.3.6.1.4.1.311.21.7"];

    /// <summary>Selects.</summary>
    /// <param name="certificates">The certificates to choose from.</param>
    /// <param name="options">The flags.</param>
    /// <param name="criteria">All of them must be satisfied.</param>
    /// <param name="time">The time at which a certificate counts as expired.</param>
    /// <param name="build">Builds the chain of a certificate; called for those that may be selected only.</param>
    /// <returns>
    /// Chains without errors before others, among equals those of the certificate that was issued later, else in the order
    /// of the certificates.
    /// </returns>
    public static IReadOnlyList<ChainResult> Select(
        IReadOnlyList<StoredCertificate> certificates,
        SelectionOptions options,
        IReadOnlyList<SelectionCriterion> criteria,
        DateTimeOffset time,
        Func<StoredCertificate, ChainResult> build)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        ArgumentNullException.ThrowIfNull(criteria);
        ArgumentNullException.ThrowIfNull(build);
        var selected = new List<ChainResult>();
        foreach (StoredCertificate certificate in certificates)
        {
            if (!MayBeSelected(certificate, options, time) || !criteria.All(criterion => criterion.MaySatisfy(certificate)))
                continue;
            ChainResult chain = build(certificate);
            if (IsSelected(chain, options) && criteria.All(criterion => criterion.IsSatisfiedBy(chain)))
                selected.Add(chain);
        }

        IReadOnlyList<ChainResult> kept = options.HasFlag(SelectionOptions.AllowDuplicates) ? selected : WithoutDuplicates(selected);
        return [.. kept
            .OrderBy(static chain => chain.Status.Errors == TrustErrors.None ? 0 : 1)
            .ThenByDescending(static chain => EndOf(chain).NotBefore)];
    }

    private static bool MayBeSelected(StoredCertificate certificate, SelectionOptions options, DateTimeOffset time)
    {
        // Nothing is known here of a key but, of a certificate of the system's, that there is one.
        bool hasKey = certificate.Properties.Contains(PropertyIds.KeyProviderInfo);
        if ((options & AsksWhatKey) != 0 || (options.HasFlag(SelectionOptions.HasPrivateKey) && !hasKey))
            return false;
        return options.HasFlag(SelectionOptions.AllowExpired) || time <= certificate.Certificate.NotAfter;
    }

    private static bool IsSelected(ChainResult chain, SelectionOptions options)
    {
        if (options.HasFlag(SelectionOptions.TrustedRoot) && (chain.Status.Errors & NotTrusted) != 0)
            return false;
        return !options.HasFlag(SelectionOptions.DisallowSelfSigned) || !chain.Chains[0].Elements[0].Status.Info.HasFlag(TrustInfo.IsSelfSigned);
    }

    // Of those that say the same of the same subject only the most recent one is of use.
    private static List<ChainResult> WithoutDuplicates(List<ChainResult> selected)
    {
        var kept = new List<ChainResult>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ChainResult chain in selected)
        {
            string identity = IdentityOf(EndOf(chain));
            if (!places.TryGetValue(identity, out int place))
            {
                places.Add(identity, kept.Count);
                kept.Add(chain);
            }
            else if (EndOf(chain).NotBefore > EndOf(kept[place]).NotBefore)
            {
                kept[place] = chain;
            }
        }

        return kept;
    }

    private static string IdentityOf(Certificate certificate)
    {
        string identity = Convert.ToHexString(certificate.Subject.Span) + "/" + ValueOf(certificate, Oids.SubjectAltName);
        foreach (string template in s_templates)
            identity += "/" + ValueOf(certificate, template);
        return identity;
    }

    private static string ValueOf(Certificate certificate, string extension) =>
        certificate.FindExtension(extension) is { } found ? Convert.ToHexString(found.Value.Span) : "-";

    private static Certificate EndOf(ChainResult chain) => chain.Chains[0].Elements[0].Certificate.Certificate;
}
