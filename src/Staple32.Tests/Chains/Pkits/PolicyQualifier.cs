using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Staple32.Tests.Chains.Pkits;

/// <summary>What may stand beside a policy for people to read (RFC 5280 section 4.2.1.4).</summary>
internal static class PolicyQualifier
{
    public static byte[] UserNotice(string text)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.3.6.1.5.5.7.2.2");
            using (writer.PushSequence())
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
        }

        return writer.Encode();
    }

    public static byte[] Statement(string url)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.3.6.1.5.5.7.2.1");
            writer.WriteCharacterString(UniversalTagNumber.IA5String, url);
        }

        return writer.Encode();
    }

    /// <summary>A certificatePolicies extension with one policy and its qualifier.</summary>
    public static X509Extension Policies(string policy, byte[] qualifier)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(policy);
            using (writer.PushSequence())
                writer.WriteEncodedValue(qualifier);
        }

        return new X509Extension("2.5.29.32", writer.Encode(), critical: false);
    }
}
