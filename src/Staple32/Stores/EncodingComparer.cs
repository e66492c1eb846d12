using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>Two certificates are the same if their encodings are.</summary>
internal sealed class EncodingComparer : IEqualityComparer<Certificate>
{
    public static readonly EncodingComparer Instance = new();

    public bool Equals(Certificate? x, Certificate? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.Encoded.Span.SequenceEqual(y.Encoded.Span));

    public int GetHashCode(Certificate obj)
    {
        var hash = new HashCode();
        hash.AddBytes(obj.Encoded.Span);
        return hash.ToHashCode();
    }
}
