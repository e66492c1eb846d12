using Staple32.Certificates;

namespace Staple32.Prefetch;

/// <summary>What makes two subscriptions share an entry: the same certificates, octet by octet, under the same terms.</summary>
internal readonly struct EntryKey(EntryTerms terms, Certificate leaf, Certificate issuer) : IEquatable<EntryKey>
{
    private readonly EntryTerms _terms = terms;
    private readonly Certificate _leaf = leaf;
    private readonly Certificate _issuer = issuer;

    public bool Equals(EntryKey other) =>
        ReferenceEquals(_terms, other._terms) && Same(_leaf, other._leaf) && Same(_issuer, other._issuer);

    public override bool Equals(object? obj) => obj is EntryKey other && Equals(other);

    public override int GetHashCode()
    {
        // Two certificates of one issuer differ in their serial number, and a signature is as good as random.
        var hash = default(HashCode);
        hash.AddBytes(_leaf.SerialNumber.Span);
        hash.AddBytes(_leaf.Signature.Span[^Math.Min(16, _leaf.Signature.Length)..]);
        return hash.ToHashCode();
    }

    private static bool Same(Certificate a, Certificate b) =>
        ReferenceEquals(a, b) || a.Encoded.Span.SequenceEqual(b.Encoded.Span);
}
