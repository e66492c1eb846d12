using System.Formats.Asn1;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Ocsp;

/// <summary>
/// Writes an OCSP response as a CRL, the form in which the update callback hands it over: what the response says about
/// its one certificate, in the words of RFC 5280 5.1.
/// </summary>
/// <remarks>
/// It is a view, not a CRL of the CA: the signature is empty, under id-alg-noSignature (RFC 5272 C.1), so that nobody
/// can take it for one.
/// </remarks>
public static class CrlView
{
    /// <summary>RFC 5280 5.1.2.4: UTCTime through this year, GeneralizedTime from the next one on.</summary>
    private const int LastUtcTimeYear = 2049;
    private const int FirstUtcTimeYear = 1950;

    /// <summary>RFC 5280 5.3.1; the values of the enumeration do not matter to the encoding.</summary>
    private enum CrlReason
    {
    }

    /// <summary>Encodes the view.</summary>
    /// <param name="response">The response.</param>
    /// <param name="leaf">The certificate that it is about.</param>
    /// <returns>
    /// A DER CertificateList of version 2: the leaf's issuer, the response's thisUpdate and nextUpdate (absent if the
    /// response has none) and, if revoked, one entry with the serial number, the time and the reason if it is given.
    /// </returns>
    public static byte[] Encode(AcceptedResponse response, Certificate leaf)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(leaf);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                WriteAlgorithm(writer);
                writer.WriteEncodedValue(leaf.Issuer.Span);
                WriteTime(writer, response.ThisUpdate);
                if (response.NextUpdate is { } nextUpdate)
                    WriteTime(writer, nextUpdate);
                if (response.Status == OcspCertificateStatus.Revoked)
                    WriteEntries(writer, response, leaf);
            }

            WriteAlgorithm(writer);
            writer.WriteBitString([]);
        }

        return writer.Encode();
    }

    private static void WriteEntries(AsnWriter writer, AcceptedResponse response, Certificate leaf)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteInteger(leaf.SerialNumber.Span);
            WriteTime(writer, response.RevocationTime ?? response.ThisUpdate);
            if (response.RevocationReason is { } reason)
                WriteReason(writer, reason);
        }
    }

    private static void WriteReason(AsnWriter writer, int reason)
    {
        var value = new AsnWriter(AsnEncodingRules.DER);
        value.WriteEnumeratedValue((CrlReason)reason);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.CrlReason);
            writer.WriteOctetString(value.Encode());
        }
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.NoSignature);
            writer.WriteNull();
        }
    }

    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time.UtcDateTime.Year is >= FirstUtcTimeYear and <= LastUtcTimeYear)
            writer.WriteUtcTime(time, LastUtcTimeYear);
        else
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
    }
}
