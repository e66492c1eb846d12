namespace Staple32.Chains;

/// <summary>
/// Object identifiers that a chain must be valid for (CERT_USAGE_MATCH): all of them, or at least one. An empty list
/// asks for nothing.
/// </summary>
public sealed class UsageRequirement
{
    public static UsageRequirement None { get; } = new([], matchAny: false);

    /// <param name="identifiers">Dotted object identifiers.</param>
    /// <param name="matchAny">False: all must be allowed (USAGE_MATCH_TYPE_AND). True: one is enough (USAGE_MATCH_TYPE_OR).</param>
    public UsageRequirement(IReadOnlyList<string> identifiers, bool matchAny)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        Identifiers = identifiers;
        MatchAny = matchAny;
    }

    public IReadOnlyList<string> Identifiers { get; }

    public bool MatchAny { get; }

    /// <summary>Whether a set of allowed identifiers satisfies the requirement.</summary>
    /// <param name="allowed">What is allowed; null for anything.</param>
    public bool IsSatisfiedBy(IReadOnlyList<string>? allowed)
    {
        if (allowed is null || Identifiers.Count == 0)
            return true;
        foreach (string identifier in Identifiers)
        {
            if (Contains(allowed, identifier) == MatchAny)
                return MatchAny;
        }

        return !MatchAny;
    }

    internal static bool Contains(IReadOnlyList<string> list, string identifier)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (string.Equals(list[i], identifier, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
