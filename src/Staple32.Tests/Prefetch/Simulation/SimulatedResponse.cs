using System.Buffers.Binary;
using Staple32.Certificates;
using Staple32.Ocsp;

namespace Staple32.Tests.Prefetch.Simulation;

/// <summary>
/// A response without cryptography, so that weeks of ten thousand certificates take seconds: five numbers in a row. It is
/// judged by the rules of the real verifier that concern the scheduler: whose it is, and its times.
/// </summary>
internal static class SimulatedResponse
{
    public const long Good = 0;
    public const long Revoked = 1;
    public const long Unknown = 2;

    private const int Length = 5 * 8;

    public static byte[] Encode(ulong serial, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate, long status = Good)
    {
        var encoded = new byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(encoded, serial);
        BinaryPrimitives.WriteInt64BigEndian(encoded.AsSpan(8), thisUpdate.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(encoded.AsSpan(16), nextUpdate.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(encoded.AsSpan(24), status);
        return encoded;
    }

    public static ulong SerialOf(AcceptedResponse response) => BinaryPrimitives.ReadUInt64BigEndian(response.Encoded.Span);

    public static OcspVerdict Judge(
        ReadOnlyMemory<byte> response, Certificate leaf, Certificate issuer, DateTimeOffset now, OcspVerificationSettings settings)
    {
        var bytes = response.Span;
        if (bytes.Length != Length) return Refused(OcspRefusal.NotDer);
        if (BinaryPrimitives.ReadUInt64BigEndian(bytes) != SimulatedCertificate.SerialOf(leaf)) return Refused(OcspRefusal.NotThisCertificate);
        var thisUpdate = Time(bytes[8..]);
        var nextUpdate = Time(bytes[16..]);
        var status = BinaryPrimitives.ReadInt64BigEndian(bytes[24..]);
        if (status == Unknown) return Refused(OcspRefusal.StatusUnknown);
        if (thisUpdate - now > settings.MaxClockSkew) return Refused(OcspRefusal.ThisUpdateInFuture);
        return new OcspVerdict(
            new AcceptedResponse
            {
                Encoded = response,
                Status = status == Revoked ? OcspCertificateStatus.Revoked : OcspCertificateStatus.Good,
                ProducedAt = thisUpdate,
                ThisUpdate = thisUpdate,
                NextUpdate = nextUpdate,
                EffectiveNextUpdate = nextUpdate,
                RevocationTime = status == Revoked ? thisUpdate : null,
                RevocationReason = null,
                HashOid = "1.3.14.3.2.26",
            },
            OcspRefusal.None,
            "");
    }

    private static OcspVerdict Refused(OcspRefusal refusal) => new(null, refusal, refusal.ToString());

    private static DateTimeOffset Time(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadInt64BigEndian(bytes), TimeSpan.Zero);
}
