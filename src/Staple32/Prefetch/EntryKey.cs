using Staple32.Certificates;

namespace Staple32.Prefetch;

/// <summary>What makes two subscriptions share an entry: the same certificates, octet by octet, under the same terms.</summary>
internal readonly struct EntryKey(EntryTerms terms, ReadOnlyMemory<byte> leaf, Certificate issuer) : IEquatable<EntryKey>
{
    private readonly EntryTerms _terms = terms;
    private readonly ReadOnlyMemory<byte> _leaf = leaf;
    private readonly Certificate _issuer = issuer;

    public bool Equals(EntryKey other) =>
        ReferenceEquals(_terms, other._terms) && _leaf.Span.SequenceEqual(other._leaf.Span)
        && (ReferenceEquals(_issuer, other._issuer) || _issuer.Encoded.Span.SequenceEqual(other._issuer.Encoded.Span));

    public override bool Equals(object? obj) => obj is EntryKey other && Equals(other);

    public override int GetHashCode()
    {
        // What a certificate ends with is its signature, which is as good as random.
        var hash = default(HashCode);
        hash.AddBytes(_leaf.Span[^Math.Min(16, _leaf.Length)..]);
        return hash.ToHashCode();
    }
}
