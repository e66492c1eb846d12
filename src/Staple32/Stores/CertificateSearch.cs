using System.Formats.Asn1;
using Staple32.Asn1;
using Staple32.Certificates;
using Staple32.Certificates.Names;

namespace Staple32.Stores;

/// <summary>
/// Conditions to search a store by: the comparisons of CertFindCertificateInStore. Those that a store has an index for are
/// searches, the others mere conditions.
/// </summary>
public static class CertificateSearch
{
    /// <summary>The subject is this name, byte for byte.</summary>
    public static StoreSearch<StoredCertificate> BySubject(ReadOnlyMemory<byte> name) => new(
        element => element.Certificate.Subject.Span.SequenceEqual(name.Span),
        new IndexKey(IndexKind.Subject, LateIndex.HashOf(name)));

    /// <summary>The issuer is this name, byte for byte.</summary>
    public static StoreSearch<StoredCertificate> ByIssuer(ReadOnlyMemory<byte> name) => new(
        element => element.Certificate.Issuer.Span.SequenceEqual(name.Span),
        new IndexKey(IndexKind.Issuer, LateIndex.HashOf(name)));

    /// <summary>The subject satisfies a condition about encoded Names. What is no Name satisfies none.</summary>
    public static Predicate<StoredCertificate> BySubject(Predicate<ReadOnlyMemory<byte>> condition) =>
        element => Satisfies(element.Certificate.Subject, condition);

    /// <summary>The issuer satisfies a condition about encoded Names. What is no Name satisfies none.</summary>
    public static Predicate<StoredCertificate> ByIssuer(Predicate<ReadOnlyMemory<byte>> condition) =>
        element => Satisfies(element.Certificate.Issuer, condition);

    /// <summary>The subject, written as values without attribute names, contains this text; case does not matter.</summary>
    public static Predicate<StoredCertificate> BySubjectText(string text) =>
        element => SimpleText(element.Certificate.Subject).Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>The issuer, written as values without attribute names, contains this text; case does not matter.</summary>
    public static Predicate<StoredCertificate> ByIssuerText(string text) =>
        element => SimpleText(element.Certificate.Issuer).Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>The public key consists of these bits.</summary>
    public static Predicate<StoredCertificate> ByPublicKey(ReadOnlyMemory<byte> key) =>
        element => element.Certificate.PublicKey.Key.Span.SequenceEqual(key.Span);

    /// <summary>
    /// Issuer (byte for byte) and serial number (as a number) are these. A message that names its signer by key identifier
    /// shows it as the issuer of the number 0 (<see cref="KeyIdentifierName"/>): then the key identifier is this.
    /// </summary>
    /// <param name="issuer">An encoded Name.</param>
    /// <param name="serialNumber">Big-endian, with or without leading sign octets.</param>
    public static StoreSearch<StoredCertificate> ByIssuerAndSerial(ReadOnlyMemory<byte> issuer, ReadOnlyMemory<byte> serialNumber)
    {
        if (Minimal(serialNumber.Span) is [] or [0] && KeyIdentifierName.Read(issuer) is { } identifier)
            return ByPropertyValue(PropertyIds.KeyIdentifier, identifier);
        return new(
            element => Minimal(element.Certificate.SerialNumber.Span).SequenceEqual(Minimal(serialNumber.Span))
                && element.Certificate.Issuer.Span.SequenceEqual(issuer.Span),
            new IndexKey(IndexKind.Identity, CertificateIndex.IdentityHash(issuer.Span, serialNumber.Span)));
    }

    /// <summary>The value of a property, set or computed, is this one.</summary>
    public static StoreSearch<StoredCertificate> ByPropertyValue(uint id, ReadOnlyMemory<byte> value) => new(
        element => ComputedProperties.Peek(element, id) is { } own && own.Span.SequenceEqual(value.Span),
        new IndexKey(LateIndex.OfProperty(id), LateIndex.HashOf(value)));

    /// <summary>It says where to get cross certificates, by an extension or a property.</summary>
    public static Predicate<StoredCertificate> HasCrossCertificates { get; } = static element =>
        element.Properties.Contains(PropertyIds.CrossCertificateDistributionPoints)
        || element.Certificate.FindExtension(Oids.CrossCertificateDistributionPoints) is not null;

    /// <summary>The very same encoding.</summary>
    public static StoreSearch<StoredCertificate> ByEncoding(Certificate certificate) => new(
        element => element.Encoded.Span.SequenceEqual(certificate.Encoded.Span),
        new IndexKey(IndexKind.Identity, CertificateIndex.IdentityHash(certificate.Issuer.Span, certificate.SerialNumber.Span)));

    /// <summary>May have issued this certificate: its name, and its key identifier where both tell one. No signature is checked.</summary>
    public static StoreSearch<StoredCertificate> ByIssued(Certificate subject)
    {
        ReadOnlyMemory<byte>? wanted = KeyIdentifierOfIssuer(subject);
        return new(
            element => element.Certificate.Subject.Span.SequenceEqual(subject.Issuer.Span)
                && (wanted is not { } identifier || OwnKeyIdentifier(element.Certificate) is not { } own
                    || own.Span.SequenceEqual(identifier.Span)),
            new IndexKey(IndexKind.Subject, LateIndex.HashOf(subject.Issuer)));
    }

    /// <summary>An integer without the leading octets that only repeat its sign.</summary>
    public static ReadOnlySpan<byte> Minimal(ReadOnlySpan<byte> number)
    {
        while (number.Length > 1 && ((number[0] == 0x00 && number[1] < 0x80) || (number[0] == 0xFF && number[1] >= 0x80)))
            number = number[1..];
        return number;
    }

    private static bool Satisfies(ReadOnlyMemory<byte> name, Predicate<ReadOnlyMemory<byte>> condition)
    {
        try
        {
            return condition(name);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    // What is no Name contains no text.
    private static string SimpleText(ReadOnlyMemory<byte> name)
    {
        try
        {
            return NameWriter.Write(name, new NameFormat(NameStyle.Simple));
        }
        catch (AsnContentException)
        {
            return "";
        }
    }

    private static ReadOnlyMemory<byte>? KeyIdentifierOfIssuer(Certificate certificate)
    {
        try
        {
            return certificate.AuthorityKeyIdentifier?.KeyIdentifier;
        }
        catch (CertificateFormatException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte>? OwnKeyIdentifier(Certificate certificate)
    {
        try
        {
            return certificate.SubjectKeyIdentifier;
        }
        catch (CertificateFormatException)
        {
            return null;
        }
    }
}
