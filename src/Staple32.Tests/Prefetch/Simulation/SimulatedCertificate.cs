using System.Buffers.Binary;
using System.Formats.Asn1;
using Staple32.Certificates;

namespace Staple32.Tests.Prefetch.Simulation;

/// <summary>Certificates that differ in their serial number only. Their signature is no signature.</summary>
internal static class SimulatedCertificate
{
    public static Certificate Issuer { get; } = Make(0x4000_0000_0000_0000);

    public static Certificate Make(ulong serial)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(SerialBytes(serial));
                Algorithm(writer);
                Name(writer, "Simulated CA");
                using (writer.PushSequence())
                {
                    writer.WriteUtcTime(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
                    writer.WriteUtcTime(new DateTimeOffset(2049, 1, 1, 0, 0, 0, TimeSpan.Zero));
                }

                Name(writer, "server");
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("1.2.840.10045.2.1");
                        writer.WriteObjectIdentifier("1.2.840.10045.3.1.7");
                    }

                    writer.WriteBitString(new byte[65]);
                }
            }

            Algorithm(writer);
            writer.WriteBitString(SerialBytes(serial));
        }

        return Certificate.Parse(writer.Encode());
    }

    public static ulong SerialOf(Certificate certificate) => BinaryPrimitives.ReadUInt64BigEndian(certificate.SerialNumber.Span);

    // The second bit is set and the first is not: always eight octets.
    private static byte[] SerialBytes(ulong serial)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, serial | 0x4000_0000_0000_0000);
        return bytes;
    }

    private static void Algorithm(AsnWriter writer)
    {
        using (writer.PushSequence()) writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
    }

    private static void Name(AsnWriter writer, string name)
    {
        using (writer.PushSequence())
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("2.5.4.3");
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, name);
        }
    }
}
