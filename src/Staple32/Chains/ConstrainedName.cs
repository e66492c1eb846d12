using System.Formats.Asn1;
using Staple32.Certificates;

namespace Staple32.Chains;

/// <summary>A name of a certificate's subject in the form in which it is compared with name constraints.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A mail address, DNS name or URI; of a directory name its comparison key, null if it is malformed.</param>
/// <param name="Value">The contents octets of any other kind.</param>
internal readonly record struct ConstrainedName(GeneralNameKind Kind, string? Text, ReadOnlyMemory<byte> Value)
{
    private const string EmailAddressOid = "1.2.840.113549.1.9.1";
    private const string CommonNameOid = "2.5.4.3";

    /// <summary>
    /// The names that constraints apply to: the subject, the alternative names, and without those the mail addresses
    /// in the subject (RFC 5280 section 4.2.1.10).
    /// </summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="alternatives">Its alternative names, null if it has none.</param>
    /// <param name="isEnd">
    /// Whether it is the end certificate. One without DNS names is commonly taken for the host in its common name,
    /// which is then constrained like a DNS name.
    /// </param>
    public static List<ConstrainedName> Of(Certificate certificate, List<GeneralName>? alternatives, bool isEnd)
    {
        var names = new List<ConstrainedName>();
        if (!DistinguishedName.IsEmpty(certificate.Subject.Span))
            names.Add(new ConstrainedName(GeneralNameKind.DirectoryName, DistinguishedName.ComparisonKey(certificate.Subject.Span), default));
        bool hasDnsName = false;
        foreach (GeneralName name in alternatives ?? [])
        {
            names.Add(From(name));
            hasDnsName |= name.Kind == GeneralNameKind.DnsName;
        }

        AddFromSubject(names, certificate, withMail: alternatives is null, withHost: isEnd && !hasDnsName);
        return names;
    }

    public static ConstrainedName From(GeneralName name) => name.Kind switch
    {
        GeneralNameKind.DirectoryName => new ConstrainedName(name.Kind, DistinguishedName.ComparisonKey(name.Value.Span), default),
        GeneralNameKind.Rfc822Name or GeneralNameKind.DnsName or GeneralNameKind.Uri => new ConstrainedName(name.Kind, name.Text, default),
        _ => new ConstrainedName(name.Kind, null, name.Value),
    };

    private static void AddFromSubject(List<ConstrainedName> names, Certificate certificate, bool withMail, bool withHost)
    {
        if (!withMail && !withHost)
            return;
        try
        {
            foreach (List<NameAttribute> relativeName in DistinguishedName.Read(certificate.Subject))
            {
                foreach (NameAttribute attribute in relativeName)
                {
                    if (withMail && attribute.Oid == EmailAddressOid)
                        names.Add(new ConstrainedName(GeneralNameKind.Rfc822Name, attribute.Text ?? string.Empty, default));
                    if (withHost && attribute.Oid == CommonNameOid && attribute.Text is { } text && LooksLikeHost(text))
                        names.Add(new ConstrainedName(GeneralNameKind.DnsName, text, default));
                }
            }
        }
        catch (AsnContentException)
        {
            // The subject itself is among the names already, without a comparison key: no constraint can be met by it.
        }
    }

    private static bool LooksLikeHost(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_' or '*'))
                return false;
        }

        return text.Contains('.', StringComparison.Ordinal);
    }
}
