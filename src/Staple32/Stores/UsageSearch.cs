using System.Formats.Asn1;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>How purposes are looked for (CERT_FIND_*_ENHKEY_USAGE_FLAG, with the native values).</summary>
[Flags]
public enum UsageFilters
{
    None = 0,

    /// <summary>What has no list of purposes will do too.</summary>
    Optional = 0x1,

    /// <summary>Only the extension counts.</summary>
    ExtensionOnly = 0x2,

    /// <summary>Only the property counts.</summary>
    PropertyOnly = 0x4,

    /// <summary>What has no list of purposes, and nothing else.</summary>
    Absent = 0x8,

    /// <summary>One of the purposes is enough.</summary>
    AnyPurpose = 0x10,

    /// <summary>What is good for the purposes, because it lists them or because nothing limits it. Only <see cref="AnyPurpose"/> counts beside it.</summary>
    Valid = 0x20,

    All = Optional | ExtensionOnly | PropertyOnly | Absent | AnyPurpose | Valid,
}

/// <summary>Conditions to search a store by what certificates may be used for (CERT_FIND_ENHKEY_USAGE).</summary>
public static class UsageSearch
{
    /// <summary>
    /// The list of purposes that a certificate has, as <see cref="EnhancedKeyUsages"/> tells it, has all of these; without any,
    /// it is enough that there is a list.
    /// </summary>
    /// <param name="purposes">Dotted, compared character by character.</param>
    /// <param name="filters">One of ExtensionOnly and PropertyOnly at most.</param>
    public static Predicate<StoredCertificate> ByPurposes(IReadOnlyList<string> purposes, UsageFilters filters)
    {
        var wanted = new HashSet<string>(purposes, StringComparer.Ordinal);
        bool anyWillDo = filters.HasFlag(UsageFilters.AnyPurpose);
        if (filters.HasFlag(UsageFilters.Valid))
            return element => ListOf(element, UsageSource.Both) is not { } list || Satisfies(list, wanted, anyWillDo);
        UsageSource source = (filters & (UsageFilters.ExtensionOnly | UsageFilters.PropertyOnly)) switch
        {
            UsageFilters.ExtensionOnly => UsageSource.Extension,
            UsageFilters.PropertyOnly => UsageSource.Property,
            _ => UsageSource.Both,
        };
        if (filters.HasFlag(UsageFilters.Absent))
            return element => ListOf(element, source) is null;
        bool isOptional = filters.HasFlag(UsageFilters.Optional);
        return element => ListOf(element, source) is { } list ? Satisfies(list, wanted, anyWillDo) : isOptional;
    }

    private static bool Satisfies(IReadOnlyList<string> list, HashSet<string> wanted, bool anyWillDo) =>
        wanted.Count == 0 || (anyWillDo ? wanted.Overlaps(list) : wanted.IsSubsetOf(list));

    // A list that cannot be read is one that allows nothing: it must not be taken for none, which allows everything.
    private static IReadOnlyList<string>? ListOf(StoredCertificate element, UsageSource source)
    {
        try
        {
            return EnhancedKeyUsages.Of(element, source);
        }
        catch (Exception e) when (e is CertificateFormatException or AsnContentException)
        {
            return [];
        }
    }
}
