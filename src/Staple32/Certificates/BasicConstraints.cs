using System.Formats.Asn1;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>Whether a certificate may issue others, and how deep below it (RFC 5280 4.2.1.9).</summary>
/// <param name="IsAuthority">The cA flag.</param>
/// <param name="PathLength">How many intermediate certificates may follow; null is any number.</param>
public sealed record BasicConstraints(bool IsAuthority, int? PathLength)
{
    /// <exception cref="AsnContentException">Not BasicConstraints.</exception>
    internal static BasicConstraints Read(ReadOnlyMemory<byte> encoded)
    {
        var outer = new DerReader(encoded);
        DerReader inside = outer.ReadSequence();
        outer.ExpectEnd();
        bool isAuthority = inside.NextIs(Asn1Tag.Boolean) && inside.ReadBoolean();
        int? pathLength = inside.HasData ? inside.ReadInt32() : null;
        inside.ExpectEnd();
        if (pathLength < 0)
            throw new AsnContentException("negative path length");
        return new BasicConstraints(isAuthority, pathLength);
    }
}
