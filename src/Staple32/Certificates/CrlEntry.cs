using System.Formats.Asn1;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>One revoked certificate in a CRL (RFC 5280 5.1.2.6 and 5.3): a view on the CRL's bytes.</summary>
public readonly struct CrlEntry
{
    private CrlEntry(ReadOnlyMemory<byte> serialNumber, DateTimeOffset revocationDate, ReadOnlyMemory<byte> extensions)
    {
        SerialNumber = serialNumber;
        RevocationDate = revocationDate;
        EncodedExtensions = extensions;
    }

    /// <summary>Big-endian contents octets.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; }

    public DateTimeOffset RevocationDate { get; }

    /// <summary>The Extensions value, empty if there is none; not looked into yet.</summary>
    internal ReadOnlyMemory<byte> EncodedExtensions { get; }

    /// <summary>The entry's extensions, parsed at each access.</summary>
    /// <exception cref="CertificateFormatException">They are malformed.</exception>
    public IReadOnlyList<CertificateExtension> Extensions => ReadExtensions();

    /// <summary>The CRLReason (RFC 5280 5.3.1), null if it is not given.</summary>
    /// <exception cref="CertificateFormatException">The extensions are malformed.</exception>
    public int? Reason
    {
        get
        {
            if (CertificateExtension.Find(ReadExtensions(), Oids.CrlReason) is not { } extension)
                return null;
            try
            {
                var reader = new DerReader(extension.Value);
                int reason = reader.ReadEnumerated();
                reader.ExpectEnd();
                return reason;
            }
            catch (AsnContentException e)
            {
                throw new CertificateFormatException($"malformed reason in a CRL entry: {e.Describe()}", e);
            }
        }
    }

    /// <summary>The encoded Name in the certificateIssuer extension (RFC 5280 5.3.3), null if there is none.</summary>
    /// <exception cref="CertificateFormatException">The extensions are malformed.</exception>
    public ReadOnlyMemory<byte>? CertificateIssuer
    {
        get
        {
            if (CertificateExtension.Find(ReadExtensions(), Oids.CertificateIssuer) is not { } extension)
                return null;
            try
            {
                return GeneralNameList.Parse(extension.Value).DirectoryName
                    ?? throw new CertificateFormatException("the certificateIssuer of a CRL entry is not a directory name");
            }
            catch (AsnContentException e)
            {
                throw new CertificateFormatException($"malformed certificateIssuer in a CRL entry: {e.Describe()}", e);
            }
        }
    }

    /// <exception cref="AsnContentException">Not an entry.</exception>
    internal static CrlEntry Read(ref DerReader reader)
    {
        DerReader inside = reader.ReadSequence();
        ReadOnlyMemory<byte> serialNumber = inside.ReadInteger();
        DateTimeOffset revocationDate = inside.ReadTime();
        ReadOnlyMemory<byte> extensions = inside.HasData ? inside.ReadEncodedSequence() : default;
        inside.ExpectEnd();
        return new CrlEntry(serialNumber, revocationDate, extensions);
    }

    private CertificateExtension[] ReadExtensions()
    {
        if (EncodedExtensions.IsEmpty)
            return [];
        try
        {
            var reader = new DerReader(EncodedExtensions);
            return CertificateExtension.ReadAll(ref reader);
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException($"malformed extensions of a CRL entry: {e.Describe()}", e);
        }
    }
}
