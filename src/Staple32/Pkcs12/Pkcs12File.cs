using System.Formats.Asn1;
using Staple32.Asn1;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Pkcs12;

/// <summary>
/// Certificates and CRLs out of a PKCS #12 file (PFX; RFC 7292). Keys are counted and left where they are. BER is
/// understood, since several programs write it; certificates and CRLs must be DER, as everywhere.
/// </summary>
public sealed class Pkcs12File
{
    private const int MaxParts = 256;
    private const int MaxNesting = 8;

    private readonly byte[] _contents;
    private readonly ReadOnlyMemory<byte> _mac;

    private Pkcs12File(byte[] contents, ReadOnlyMemory<byte> mac)
    {
        _contents = contents;
        _mac = mac;
    }

    /// <summary>Private keys that the last opening has met and not read.</summary>
    public int KeysLeftOut { get; private set; }

    /// <summary>Takes the outermost layer apart.</summary>
    /// <param name="bytes">The file. Copied.</param>
    /// <exception cref="CertificateFormatException">Not a PFX of version 3, or one that is sealed with a signature instead of a password.</exception>
    public static Pkcs12File Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var outside = new AsnReader(bytes.ToArray(), AsnEncodingRules.BER);
            AsnReader file = outside.ReadSequence();
            outside.ThrowIfNotEmpty();
            if (!file.TryReadInt32(out int version) || version != 3)
                throw new CertificateFormatException("a PKCS #12 file of another version than 3");
            byte[] contents = ReadData(file.ReadSequence());
            ReadOnlyMemory<byte> mac = file.HasData ? file.PeekEncodedValue() : default;
            if (file.HasData)
                file.ReadSequence();
            file.ThrowIfNotEmpty();
            return new Pkcs12File(contents, mac);
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException($"not a PKCS #12 file: {e.Describe()}", e);
        }
    }

    /// <summary>
    /// Reads the contents with a password.
    /// </summary>
    /// <param name="password">The password; null and empty stand for each other.</param>
    /// <exception cref="WrongPasswordException">Not with this password.</exception>
    /// <exception cref="CertificateFormatException">Malformed, or a certificate in it is.</exception>
    /// <exception cref="NotSupportedException">An algorithm that is not known here, or an unreasonable number of iterations.</exception>
    public StoreContents Open(string? password)
    {
        try
        {
            WrongPasswordException? failure = null;
            foreach (Pkcs12Password meaning in Pkcs12Password.MeaningsOf(password))
            {
                try
                {
                    return Open(meaning);
                }
                catch (WrongPasswordException wrong)
                {
                    failure = wrong;
                }
            }

            throw failure!;
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException($"a malformed PKCS #12 file: {e.Describe()}", e);
        }
    }

    /// <summary>Reads what is not encrypted, without looking at the MAC (PKCS12_ONLY_NOT_ENCRYPTED_CERTIFICATES).</summary>
    /// <exception cref="CertificateFormatException">As for <see cref="Open(string?)"/>.</exception>
    public StoreContents OpenPlain()
    {
        try
        {
            return ReadParts(null);
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException($"a malformed PKCS #12 file: {e.Describe()}", e);
        }
    }

    private StoreContents Open(Pkcs12Password password)
    {
        bool isSealed = !_mac.IsEmpty;
        if (isSealed && !Pkcs12Mac.IsBy(new AsnReader(_mac, AsnEncodingRules.BER).ReadSequence(), _contents, password))
            throw new WrongPasswordException("the MAC does not match");
        try
        {
            return ReadParts(password);
        }
        catch (AsnContentException e) when (!isSealed)
        {
            // Noise with a padding that happens to be valid: one password in 256 that is wrong.
            throw new WrongPasswordException($"decryption leaves no certificates: {e.Describe()}");
        }
    }

    /// <summary>All parts; without a password only those that are not encrypted.</summary>
    private StoreContents ReadParts(Pkcs12Password? password)
    {
        KeysLeftOut = 0;
        var found = new StoreContents(StoreFormat.Pkcs12);
        AsnReader parts = new AsnReader(_contents, AsnEncodingRules.BER).ReadSequence();
        for (int count = 0; parts.HasData; count++)
        {
            if (count == MaxParts)
                throw new CertificateFormatException("a PKCS #12 file of more parts than are reasonable");
            if (ReadPart(parts.ReadSequence(), password) is { } bags)
                ReadBags(new AsnReader(bags, AsnEncodingRules.BER).ReadSequence(), found, nesting: 0);
        }

        return found;
    }

    private static byte[]? ReadPart(AsnReader part, Pkcs12Password? password)
    {
        string type = part.ReadObjectIdentifier();
        AsnReader content = part.ReadSequence(DerReader.Context(0));
        if (type == Oids.PlainData)
            return content.ReadOctetString();
        if (password is null)
            return null;
        if (type != Oids.EncryptedData)
            throw new NotSupportedException($"a part of the type {type}, which no password opens");
        AsnReader message = content.ReadSequence();
        message.ReadIntegerBytes();
        AsnReader encrypted = message.ReadSequence();
        encrypted.ReadObjectIdentifier();
        AsnReader algorithm = encrypted.ReadSequence();
        return Pkcs12Encryption.Decrypt(algorithm, encrypted.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 0)), password);
    }

    private static byte[] ReadData(AsnReader content)
    {
        string type = content.ReadObjectIdentifier();
        if (type != Oids.PlainData)
            throw new CertificateFormatException($"a PKCS #12 file with contents of the type {type}, not sealed by a password");
        return content.ReadSequence(DerReader.Context(0)).ReadOctetString();
    }

    private void ReadBags(AsnReader bags, StoreContents found, int nesting)
    {
        while (bags.HasData)
        {
            AsnReader bag = bags.ReadSequence();
            string type = bag.ReadObjectIdentifier();
            AsnReader value = bag.ReadSequence(DerReader.Context(0));
            switch (type)
            {
                case Oids.Pkcs12KeyBag or Oids.Pkcs12ShroudedKeyBag:
                    KeysLeftOut++;
                    break;
                case Oids.Pkcs12CertificateBag when ReadValue(value, Oids.X509Certificate) is { } encoded:
                    found.Add(Pkcs12Attributes.Name(new StoredCertificate(Certificate.Parse(encoded)), bag));
                    break;
                case Oids.Pkcs12CrlBag when ReadValue(value, Oids.X509Crl) is { } encoded:
                    found.Add(Pkcs12Attributes.Name(new StoredCrl(CertificateRevocationList.Parse(encoded)), bag));
                    break;
                case Oids.Pkcs12SafeContentsBag when nesting < MaxNesting:
                    ReadBags(value.ReadSequence(), found, nesting + 1);
                    break;
            }
        }
    }

    /// <summary>The value of a certificate's or CRL's bag, null if it is of another kind (SDSI certificates).</summary>
    private static byte[]? ReadValue(AsnReader value, string kind)
    {
        AsnReader typed = value.ReadSequence();
        return typed.ReadObjectIdentifier() == kind ? typed.ReadSequence(DerReader.Context(0)).ReadOctetString() : null;
    }
}
