using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>Two certificates, or two encodings of anything, are the same if their bytes are.</summary>
internal sealed class EncodingComparer : IEqualityComparer<Certificate>, IEqualityComparer<ReadOnlyMemory<byte>>
{
    public static readonly EncodingComparer Instance = new();

    public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<byte> obj)
    {
        var hash = new HashCode();
        hash.AddBytes(obj.Span);
        return hash.ToHashCode();
    }

    public bool Equals(Certificate? x, Certificate? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && Equals(x.Encoded, y.Encoded));

    public int GetHashCode(Certificate obj) => GetHashCode(obj.Encoded);
}
