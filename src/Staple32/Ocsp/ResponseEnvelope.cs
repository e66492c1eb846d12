using System.Formats.Asn1;
using Staple32.Asn1;

namespace Staple32.Ocsp;

/// <summary>The outer layer, OCSPResponse (RFC 6960 4.2.1): a status, and inside a successful one the basic response.</summary>
internal static class ResponseEnvelope
{
    /// <returns>Null with the basic response, or the verdict that ends the matter.</returns>
    /// <exception cref="AsnContentException">Not an OCSPResponse.</exception>
    public static OcspVerdict? Open(ReadOnlyMemory<byte> response, out BasicResponse? basic)
    {
        basic = null;
        var outer = new DerReader(response);
        DerReader inside = outer.ReadSequence();
        if (outer.HasData)
            return Refused(OcspRefusal.TrailingBytes, $"{outer.Rest.Length} bytes follow the response");

        int status = inside.ReadEnumerated();
        ReadOnlyMemory<byte> responseBytes = default;
        if (inside.HasData)
        {
            DerReader tagged = inside.ReadSequence(DerReader.Context(0));
            responseBytes = tagged.ReadEncodedSequence();
            tagged.ExpectEnd();
        }
        inside.ExpectEnd();
        return RefusedByResponder(status) ?? OpenBytes(responseBytes, out basic);
    }

    private static OcspVerdict? OpenBytes(ReadOnlyMemory<byte> responseBytes, out BasicResponse? basic)
    {
        basic = null;
        if (responseBytes.IsEmpty)
            return Refused(OcspRefusal.NoResponseBytes, "a successful response without responseBytes");
        DerReader typed = new DerReader(responseBytes).ReadSequence();
        string type = typed.ReadOid();
        ReadOnlyMemory<byte> octets = typed.ReadOctetString();
        typed.ExpectEnd();
        if (type != Oids.OcspBasicResponse)
            return Refused(OcspRefusal.UnknownResponseType, $"response type {type}");

        var reader = new DerReader(octets);
        basic = BasicResponse.Read(ref reader);
        if (reader.HasData)
            return Refused(OcspRefusal.TrailingBytes, $"{reader.Rest.Length} bytes follow the basic response");
        return basic.Version == 0 ? null : Refused(OcspRefusal.UnknownVersion, $"version {(long)basic.Version + 1}");
    }

    private static OcspVerdict? RefusedByResponder(int status) => status switch
    {
        0 => null,
        1 => Refused(OcspRefusal.MalformedRequest, "the responder says malformedRequest"),
        2 => Refused(OcspRefusal.InternalError, "the responder says internalError"),
        3 => Refused(OcspRefusal.TryLater, "the responder says tryLater"),
        5 => Refused(OcspRefusal.SigRequired, "the responder says sigRequired"),
        6 => Refused(OcspRefusal.Unauthorized, "the responder says unauthorized"),
        _ => Refused(OcspRefusal.UnknownResponseStatus, $"the responder says {status}"),
    };

    private static OcspVerdict Refused(OcspRefusal refusal, string detail) => new(null, refusal, detail);
}
