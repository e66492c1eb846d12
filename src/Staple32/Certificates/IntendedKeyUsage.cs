using System.Formats.Asn1;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>The octets of the bits that say what a key is for, from the extension of today and from the one before it.</summary>
public static class IntendedKeyUsage
{
    /// <summary>The identifiers of the extensions that say it, the one that counts first.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [Oids.KeyUsage, Oids.KeyAttributes];

    /// <summary>The octets, without the count of unused bits; empty if there are none.</summary>
    /// <param name="oid">One of <see cref="Extensions"/>.</param>
    /// <param name="value">What the extension holds.</param>
    /// <exception cref="AsnContentException">It is malformed.</exception>
    public static ReadOnlyMemory<byte> Read(string oid, ReadOnlyMemory<byte> value)
    {
        var reader = new DerReader(value);
        ReadOnlyMemory<byte> bits = oid == Oids.KeyUsage ? reader.ReadBitString(out _) : ReadKeyAttributes(ref reader);
        reader.ExpectEnd();
        return bits;
    }

    // KeyAttributes of X.509 (1995 draft): keyIdentifier, intendedKeyUsage, privateKeyUsagePeriod, all optional.
    private static ReadOnlyMemory<byte> ReadKeyAttributes(ref DerReader reader)
    {
        DerReader inside = reader.ReadSequence();
        if (inside.NextIs(Asn1Tag.PrimitiveOctetString))
            inside.ReadOctetString();
        return inside.NextIs(Asn1Tag.PrimitiveBitString) ? inside.ReadBitString(out _) : default;
    }
}
