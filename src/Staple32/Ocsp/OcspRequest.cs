using System.Formats.Asn1;

namespace Staple32.Ocsp;

/// <summary>
/// Writes an OCSPRequest (RFC 6960 4.1.1) in the form of the high-volume profile (RFC 5019 2.1.1): one CertID, no nonce, no
/// signature, so that a responder can answer with what it has signed in advance.
/// </summary>
public static class OcspRequest
{
    /// <returns>The request, DER.</returns>
    public static byte[] Encode(CertId id)
    {
        // With a serial number of 20 octets it is 87 octets long with SHA-1, 115 with SHA-256.
        var writer = new AsnWriter(AsnEncodingRules.DER, initialCapacity: 128);
        using (writer.PushSequence()) // OCSPRequest
        using (writer.PushSequence()) // TBSRequest: version 1 is the default and left out
        using (writer.PushSequence()) // requestList
        using (writer.PushSequence()) // Request
            id.Write(writer);
        return writer.Encode();
    }
}
