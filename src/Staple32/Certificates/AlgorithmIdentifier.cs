using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>An AlgorithmIdentifier (RFC 5280 4.1.1.2).</summary>
/// <param name="Oid">The algorithm, dotted.</param>
/// <param name="Parameters">The parameters as one DER value; empty if absent.</param>
public readonly record struct AlgorithmIdentifier(string Oid, ReadOnlyMemory<byte> Parameters)
{
    /// <summary>Whether the parameters are absent or NULL, which mean the same (RFC 4055 2.1, RFC 5754).</summary>
    internal bool HasNoParameters => Parameters.IsEmpty || Parameters.Span.SequenceEqual((ReadOnlySpan<byte>)[0x05, 0x00]);

    /// <exception cref="System.Formats.Asn1.AsnContentException">Not an AlgorithmIdentifier.</exception>
    internal static AlgorithmIdentifier Read(ref DerReader reader)
    {
        DerReader inside = reader.ReadSequence();
        string oid = inside.ReadOid();
        ReadOnlyMemory<byte> parameters = inside.HasData ? inside.ReadEncoded() : default;
        inside.ExpectEnd();
        return new AlgorithmIdentifier(oid, parameters);
    }
}
