using System.Formats.Asn1;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>
/// The certificates and CRLs in a PKCS #7 SignedData message (RFC 2315 9.1, RFC 5652 5.1), whoever signed what; and a
/// message with nothing else in it, which is how they are handed around (.p7b, .p7c, .spc).
/// </summary>
public static class CertificateMessage
{
    private const int CertificatesField = 0;
    private const int CrlsField = 1;

    /// <summary>Reads a message, BER or DER. Certificates and CRLs must be DER, as everywhere; what is neither is passed over.</summary>
    /// <param name="bytes">A ContentInfo, or its SignedData alone. Copied.</param>
    /// <exception cref="CertificateFormatException">It is something else, or a certificate or CRL in it is malformed.</exception>
    public static StoreContents Read(ReadOnlyMemory<byte> bytes)
    {
        var contents = new StoreContents(StoreFormat.Message);
        try
        {
            AsnReader message = Open(bytes.ToArray());
            message.ReadIntegerBytes();
            message.ReadSetOf();
            message.ReadSequence();
            foreach (ReadOnlyMemory<byte> certificate in ReadChoices(message, CertificatesField))
                contents.Add(new StoredCertificate(Certificate.Parse(certificate)));
            foreach (ReadOnlyMemory<byte> crl in ReadChoices(message, CrlsField))
                contents.Add(new StoredCrl(CertificateRevocationList.Parse(crl)));
            message.ReadSetOf();
            message.ThrowIfNotEmpty();
            return contents;
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException($"not a PKCS #7 message: {e.Describe()}", e);
        }
    }

    /// <summary>Whether bytes begin as a ContentInfo of SignedData does: cheap, to tell it from a certificate.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes)
    {
        try
        {
            AsnDecoder.ReadEncodedValue(bytes, AsnEncodingRules.BER, out int offset, out _, out _);
            return AsnDecoder.ReadObjectIdentifier(bytes[offset..], AsnEncodingRules.BER, out _) == Oids.SignedData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>Writes a message that nobody has signed. Properties are not part of it.</summary>
    public static byte[] Write(IEnumerable<StoredCertificate> certificates, IEnumerable<StoredCrl> crls)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        ArgumentNullException.ThrowIfNull(crls);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.SignedData);
            using (writer.PushSequence(DerReader.Context(0)))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                {
                }

                using (writer.PushSequence())
                    writer.WriteObjectIdentifier(Oids.PlainData);
                WriteChoices(writer, CertificatesField, certificates);
                WriteChoices(writer, CrlsField, crls);
                using (writer.PushSetOf())
                {
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>The inside of the SignedData.</summary>
    private static AsnReader Open(ReadOnlyMemory<byte> bytes)
    {
        var outside = new AsnReader(bytes, AsnEncodingRules.BER);
        AsnReader inside = outside.ReadSequence();
        outside.ThrowIfNotEmpty();
        if (inside.PeekTag() == Asn1Tag.Integer)
            return inside;
        string type = inside.ReadObjectIdentifier();
        if (type != Oids.SignedData)
            throw new CertificateFormatException($"a PKCS #7 message of the type {type}, which has no certificates");
        AsnReader wrapper = inside.ReadSequence(DerReader.Context(0));
        inside.ThrowIfNotEmpty();
        AsnReader message = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        return message;
    }

    // Beside certificates there may be attribute certificates, and other revocation data beside CRLs: those have tags.
    private static IEnumerable<ReadOnlyMemory<byte>> ReadChoices(AsnReader message, int field)
    {
        Asn1Tag tag = DerReader.Context(field);
        if (!message.HasData || message.PeekTag() != tag)
            yield break;
        AsnReader choices = message.ReadSetOf(skipSortOrderValidation: true, tag);
        while (choices.HasData)
        {
            bool isOne = choices.PeekTag() == Asn1Tag.Sequence;
            ReadOnlyMemory<byte> choice = choices.ReadEncodedValue();
            if (isOne)
                yield return choice;
        }
    }

    private static void WriteChoices(AsnWriter writer, int field, IEnumerable<StoredElement> elements)
    {
        // An empty field is left out.
        using IEnumerator<StoredElement> each = elements.GetEnumerator();
        if (!each.MoveNext())
            return;
        using (writer.PushSetOf(DerReader.Context(field)))
        {
            do
                writer.WriteEncodedValue(each.Current.Encoded.Span);
            while (each.MoveNext());
        }
    }
}
