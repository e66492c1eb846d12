namespace Staple32.Stores;

/// <summary>What a store can look certificates up by.</summary>
internal enum IndexKind
{
    /// <summary>Nothing: every element is looked at.</summary>
    None,

    /// <summary>Issuer and serial number.</summary>
    Identity,

    /// <summary>The subject, byte for byte.</summary>
    Subject,

    /// <summary>The issuer, byte for byte.</summary>
    Issuer,

    /// <summary>The property, set or computed.</summary>
    Sha1Hash,

    /// <summary>The property, set or computed.</summary>
    Sha256Hash,

    /// <summary>The property, set or computed.</summary>
    KeyIdentifier,
}

/// <summary>Where in an index the elements stand that may satisfy a condition.</summary>
/// <param name="kind">The index.</param>
/// <param name="hash">The hash of what is looked for.</param>
internal readonly struct IndexKey(IndexKind kind, int hash)
{
    public IndexKind Kind { get; } = kind;

    public int Hash { get; } = hash;
}
