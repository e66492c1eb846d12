using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Staple32.Tests.Chains;

/// <summary>Extensions that the framework has no classes for, written octet for octet as RFC 5280 has them.</summary>
internal static class TestExtensions
{
    /// <summary>Entries like "dns:example.com", "mail:", "uri:", "ip:" (hex of address and mask) or "dir:" (a name).</summary>
    public static X509Extension NameConstraints(string[]? permitted = null, string[]? excluded = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteSubtrees(writer, 0, permitted);
            WriteSubtrees(writer, 1, excluded);
        }

        return new X509Extension("2.5.29.30", writer.Encode(), critical: true);
    }

    /// <summary>Entries as in <see cref="NameConstraints"/>.</summary>
    public static X509Extension AlternativeNames(params string[] names)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (string name in names)
                WriteName(writer, name);
        }

        return new X509Extension("2.5.29.17", writer.Encode(), critical: false);
    }

    public static X509Extension Policies(params string[] policies) => Policies("2.5.29.32", policies);

    /// <summary>What Windows' CAs write beside or in place of extended key usage.</summary>
    public static X509Extension ApplicationPolicies(params string[] policies) => Policies("1.3.6.1.4.1.311.21.10", policies);

    private static X509Extension Policies(string oid, string[] policies)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (string policy in policies)
            {
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier(policy);
            }
        }

        return new X509Extension(oid, writer.Encode(), critical: false);
    }

    public static X509Extension Mappings(params (string Issuer, string Subject)[] mappings)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach ((string issuer, string subject) in mappings)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(issuer);
                    writer.WriteObjectIdentifier(subject);
                }
            }
        }

        return new X509Extension("2.5.29.33", writer.Encode(), critical: true);
    }

    public static X509Extension PolicyConstraints(int? requireExplicit = null, int? inhibitMapping = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            if (requireExplicit is { } require)
                writer.WriteInteger(require, new Asn1Tag(TagClass.ContextSpecific, 0));
            if (inhibitMapping is { } inhibit)
                writer.WriteInteger(inhibit, new Asn1Tag(TagClass.ContextSpecific, 1));
        }

        return new X509Extension("2.5.29.36", writer.Encode(), critical: true);
    }

    public static X509Extension InhibitAny(int skip)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteInteger(skip);
        return new X509Extension("2.5.29.54", writer.Encode(), critical: true);
    }

    private static void WriteSubtrees(AsnWriter writer, int tag, string[]? names)
    {
        if (names is null)
            return;
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, tag)))
        {
            foreach (string name in names)
            {
                using (writer.PushSequence())
                    WriteName(writer, name);
            }
        }
    }

    private static void WriteName(AsnWriter writer, string name)
    {
        string value = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        switch (name[..name.IndexOf(':', StringComparison.Ordinal)])
        {
            case "mail": WriteText(writer, 1, value); break;
            case "dns": WriteText(writer, 2, value); break;
            case "uri": WriteText(writer, 6, value); break;
            case "ip": writer.WriteOctetString(Convert.FromHexString(value), new Asn1Tag(TagClass.ContextSpecific, 7)); break;
            case "dir":
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
                    writer.WriteEncodedValue(new X500DistinguishedName(value).RawData);
                break;
            case "upn":
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    writer.WriteObjectIdentifier("1.3.6.1.4.1.311.20.2.3");
                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                        writer.WriteCharacterString(UniversalTagNumber.UTF8String, value);
                }

                break;
            default: throw new ArgumentException(name);
        }
    }

    private static void WriteText(AsnWriter writer, int tag, string value) =>
        writer.WriteOctetString(Encoding.Latin1.GetBytes(value), new Asn1Tag(TagClass.ContextSpecific, tag));
}
