using System.Formats.Asn1;
using System.Runtime.InteropServices;
using Staple32.Asn1;
using Staple32.Certificates;
using Staple32.Certificates.Names;

namespace Staple32.Stores;

/// <summary>Which name of a certificate is wanted, by the CERT_NAME_*_TYPE numbers of wincrypt.h.</summary>
public enum CertificateNameKind
{
    Email = 1,

    /// <summary>The whole Name.</summary>
    DistinguishedName = 2,

    /// <summary>One attribute of the Name.</summary>
    Attribute = 3,
    SimpleDisplay = 4,
    FriendlyDisplay = 5,
    Dns = 6,
    Url = 7,

    /// <summary>User principal name.</summary>
    Upn = 8,
}

/// <summary>
/// The names by which a certificate is shown (CertGetNameString). Nothing here throws over what the certificate says: a
/// malformed Name or extension has no names.
/// </summary>
public sealed class CertificateNames
{
    private const string UpnOid = "1.3.6.1.4.1.311.20.2.3";
    private const string CommonName = "2.5.4.3";
    private const string MailAddress = "1.2.840.113549.1.9.1";

    // Common name, organizational unit, organization, mail address: in this order.
    private static readonly string[] s_displayed = [CommonName, "2.5.4.11", "2.5.4.10", MailAddress];

    private readonly StoredCertificate _element;
    private readonly ReadOnlyMemory<byte> _name;
    private readonly ReadOnlyMemory<byte> _alternativeName;
    private readonly List<GeneralName> _alternatives;
    private readonly bool _teletexIsLatin1;
    private readonly bool _decodesPunycode;

    /// <param name="element">The certificate.</param>
    /// <param name="ofIssuer">The issuer's names instead of the subject's.</param>
    /// <param name="teletexIsLatin1">A TeletexString is Latin-1 even if it could be UTF-8.</param>
    /// <param name="decodesPunycode">Mail addresses and hosts are shown in Unicode.</param>
    public CertificateNames(StoredCertificate element, bool ofIssuer, bool teletexIsLatin1, bool decodesPunycode)
    {
        ArgumentNullException.ThrowIfNull(element);
        _element = element;
        _teletexIsLatin1 = teletexIsLatin1;
        _decodesPunycode = decodesPunycode;
        Certificate certificate = element.Certificate;
        _alternatives = ofIssuer
            ? AlternativesOf(certificate, Oids.IssuerAltName, Oids.OldIssuerAltName)
            : AlternativesOf(certificate, Oids.SubjectAltName, Oids.OldSubjectAltName);
        _name = ofIssuer ? certificate.Issuer : certificate.Subject;
        _alternativeName = FirstAlternative(GeneralNameKind.DirectoryName)?.Value ?? default;
    }

    /// <summary>The first mail address of the alternative names, else of the Name; null if there is none.</summary>
    public string? Email =>
        FirstAlternative(GeneralNameKind.Rfc822Name) is { } name ? MailText(name.Text) : FindAttribute(_name, MailAddress);

    /// <summary>The first URI of the alternative names, or null.</summary>
    public string? Url => FirstAlternative(GeneralNameKind.Uri) is { } uri ? UrlText(uri.Text) : null;

    /// <summary>
    /// The first of these that there is: common name, organizational unit, organization, mail address, each sought in the
    /// Name and then in an alternative directory name; an alternative mail address; any attribute of the Name.
    /// </summary>
    public string? SimpleDisplay
    {
        get
        {
            foreach (string oid in s_displayed)
            {
                if ((FindAttribute(_name, oid) ?? FindAttribute(_alternativeName, oid)) is { } found)
                    return found;
            }
            if (FirstAlternative(GeneralNameKind.Rfc822Name) is { } mail)
                return MailText(mail.Text);
            return FindAttribute(WholeName, null);
        }
    }

    /// <summary>The friendly name that somebody gave the certificate, else <see cref="SimpleDisplay"/>.</summary>
    public string? FriendlyDisplay
    {
        get
        {
            if (_element.Properties.Get(PropertyIds.FriendlyName) is not { } value)
                return SimpleDisplay;
            string text = new(MemoryMarshal.Cast<byte, char>(value.Span[..(value.Length & ~1)]));
            int end = text.IndexOf('\0', StringComparison.Ordinal);
            return end < 0 ? text : text[..end];
        }
    }

    /// <summary>The user principal name among the alternative names, or null.</summary>
    public string? Upn
    {
        get
        {
            foreach (GeneralName name in _alternatives)
            {
                if (name.Kind == GeneralNameKind.OtherName && UpnIn(name.Value) is { } upn)
                    return upn;
            }
            return null;
        }
    }

    /// <summary>The DNS names of the alternative names, else the common names of the Name, in the order in which they are found.</summary>
    public IReadOnlyList<string> DnsNames
    {
        get
        {
            var names = new List<string>();
            foreach (GeneralName name in _alternatives)
            {
                if (name.Kind == GeneralNameKind.DnsName)
                    names.Add(HostText(name.Text));
            }
            if (names.Count > 0)
                return names;
            foreach (string text in AttributesOf(_name, CommonName))
                names.Add(HostText(text));
            return names;
        }
    }

    /// <summary>The last attribute of this type in the Name, or in an alternative directory name where that is empty; null if there is none.</summary>
    /// <param name="oid">Dotted.</param>
    public string? FindAttribute(string oid) => FindAttribute(WholeName, oid);

    /// <summary>The whole Name, or an alternative directory name where the Name is empty; empty if it is no Name.</summary>
    public string Write(NameFormat format)
    {
        try
        {
            return NameWriter.Write(WholeName, format with
            {
                TeletexIsLatin1 = format.TeletexIsLatin1 || _teletexIsLatin1,
                DecodesPunycode = format.DecodesPunycode || _decodesPunycode,
            });
        }
        catch (AsnContentException)
        {
            return "";
        }
    }

    private ReadOnlyMemory<byte> WholeName =>
        DistinguishedName.IsEmpty(_name.Span) && !_alternativeName.IsEmpty ? _alternativeName : _name;

    private string? FindAttribute(ReadOnlyMemory<byte> name, string? oid)
    {
        foreach (string text in AttributesOf(name, oid))
            return text;
        return null;
    }

    // The most specific relative name first, which is the last.
    private IEnumerable<string> AttributesOf(ReadOnlyMemory<byte> name, string? oid)
    {
        List<List<NameAttribute>> relativeNames = ReadOrNothing(name);
        for (int i = relativeNames.Count - 1; i >= 0; i--)
        {
            foreach (NameAttribute attribute in relativeNames[i])
            {
                if (oid is null || attribute.Oid == oid)
                    yield return AttributeText.Of(attribute, _teletexIsLatin1, _decodesPunycode);
            }
        }
    }

    private static List<List<NameAttribute>> ReadOrNothing(ReadOnlyMemory<byte> name)
    {
        try
        {
            return DistinguishedName.Read(name);
        }
        catch (AsnContentException)
        {
            return [];
        }
    }

    private GeneralName? FirstAlternative(GeneralNameKind kind)
    {
        foreach (GeneralName name in _alternatives)
        {
            if (name.Kind == kind)
                return name;
        }
        return null;
    }

    private static List<GeneralName> AlternativesOf(Certificate certificate, string oid, string oldOid)
    {
        if ((certificate.FindExtension(oid) ?? certificate.FindExtension(oldOid)) is not { } extension)
            return [];
        try
        {
            return GeneralName.ReadAll(extension.Value);
        }
        catch (AsnContentException)
        {
            return [];
        }
    }

    // OtherName: an identifier and, explicitly tagged, a value of any string type.
    private string? UpnIn(ReadOnlyMemory<byte> otherName)
    {
        try
        {
            var reader = new DerReader(otherName);
            if (reader.ReadOid() != UpnOid)
                return null;
            DerReader value = reader.ReadSequence(DerReader.Context(0));
            ReadOnlyMemory<byte> contents = value.ReadContents(out Asn1Tag tag);
            string? text = StringOctets.Read(RdnValueTypes.FromTag(tag), contents.Span, !_teletexIsLatin1);
            return text is null ? null : AttributeText.Printable(text);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private string MailText(string address) => AttributeText.Printable(_decodesPunycode ? InternationalMail.ToUnicode(address) : address);

    private string HostText(string host) => AttributeText.Printable(_decodesPunycode ? InternationalMail.HostToUnicode(host) : host);

    private string UrlText(string url)
    {
        if (!_decodesPunycode || url.IndexOf("://", StringComparison.Ordinal) is not (> 0 and int colon))
            return AttributeText.Printable(url);
        int start = colon + "://".Length;
        int end = url.AsSpan(start).IndexOfAny("/?#\\");
        end = end < 0 ? url.Length : start + end;
        start = Math.Max(start, url.LastIndexOf('@', end - 1, end - start) + 1);
        int port = url.IndexOf(':', start, end - start);
        end = port < 0 ? end : port;
        return AttributeText.Printable(url[..start] + InternationalMail.HostToUnicode(url[start..end]) + url[end..]);
    }
}
