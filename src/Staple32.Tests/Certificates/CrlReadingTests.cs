using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using Staple32.Certificates;
using Xunit;

namespace Staple32.Tests.Certificates;

public sealed class CrlReadingTests : IDisposable
{
    private static readonly DateTimeOffset s_next = new(2025, 2, 1, 12, 30, 15, TimeSpan.Zero);

    private readonly CrlTestAuthority _authority = new("CN=Revoking CA, O=Example");

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void A_crl_of_the_framework_is_read_as_it_was_built()
    {
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry([0x01], CrlTestAuthority.Start.AddDays(1), X509RevocationReason.KeyCompromise);
        builder.AddEntry([0x7f, 0x00, 0xff], CrlTestAuthority.Start.AddDays(2));
        byte[] encoded = builder.Build(
            _authority.Framework, 7, s_next, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, CrlTestAuthority.Start);

        var list = CertificateRevocationList.Parse(encoded);

        Assert.Equal(1, list.Version);
        Assert.Equal(encoded, list.Encoded.ToArray());
        Assert.Equal(_authority.Framework.SubjectName.RawData, list.Issuer.ToArray());
        Assert.Equal("1.2.840.113549.1.1.11", list.SignatureAlgorithm.Oid);
        Assert.Equal(CrlTestAuthority.Start, list.ThisUpdate);
        Assert.Equal(s_next, list.NextUpdate);
        Assert.Equal(SHA1.HashData(encoded), list.Sha1Thumbprint.ToArray());
        Assert.Equal(SHA256.HashData(encoded), list.Sha256Thumbprint.ToArray());
        Assert.NotNull(list.FindExtension("2.5.29.20"));
        Assert.Null(list.IssuingDistributionPoint);
        using RSA key = _authority.Framework.GetRSAPublicKey()!;
        Assert.True(key.VerifyData(list.ToBeSigned.Span, list.Signature.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal(0, list.SignatureUnusedBits);

        CrlEntry[] entries = [.. list.Entries];
        Assert.Equal(2, entries.Length);
        Assert.Equal([0x01], entries[0].SerialNumber.ToArray());
        Assert.Equal(CrlTestAuthority.Start.AddDays(1), entries[0].RevocationDate);
        Assert.Equal(1, entries[0].Reason);
        Assert.Equal([0x7f, 0x00, 0xff], entries[1].SerialNumber.ToArray());
        Assert.Null(entries[1].Reason);
        Assert.Empty(entries[1].Extensions);
    }

    [Fact]
    public void Version_1_without_next_update_and_with_an_empty_list_is_read()
    {
        var list = CertificateRevocationList.Parse(Build(new Parts { Version = null, NextUpdate = null, Entries = [] }));
        Assert.Equal(0, list.Version);
        Assert.Null(list.NextUpdate);
        Assert.True(list.Entries.IsEmpty);
        Assert.Empty(list.Entries);
        Assert.Empty(list.Extensions);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] encoded = Build(new Parts());
        Assert.True(CertificateRevocationList.TryParse(encoded, out _));
        for (int length = 0; length < encoded.Length; length++)
            Assert.False(CertificateRevocationList.TryParse(encoded.AsMemory(0, length), out _), $"cut to {length}");
    }

    [Fact]
    public void Trailing_bytes_are_refused()
    {
        Assert.Throws<CertificateFormatException>(() => CertificateRevocationList.Parse((byte[])[.. Build(new Parts()), 0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(0x7fffffff)]
    public void Versions_that_do_not_exist_are_refused(int version)
    {
        // v1 has no number on the wire: 0 is as wrong as 2, but harmless, and what some encoders write.
        bool isRead = CertificateRevocationList.TryParse(Build(new Parts { Version = version }), out _);
        Assert.Equal(version == 0, isRead);
    }

    [Fact]
    public void Two_different_signature_algorithms_are_refused()
    {
        var parts = new Parts { OuterAlgorithm = "1.2.840.113549.1.1.5" };
        CertificateFormatException refusal =
            Assert.Throws<CertificateFormatException>(() => CertificateRevocationList.Parse(Build(parts)));
        Assert.Contains("algorithm", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_entry_is_found_when_the_enumeration_comes_to_it()
    {
        byte[] good = Entry([5]);
        byte[] bad = [0x30, 0x03, 0x02, 0x01, 0x06];
        var list = CertificateRevocationList.Parse(Build(new Parts { Entries = [good, bad] }));

        CrlEntryList.Enumerator entries = list.Entries.GetEnumerator();
        Assert.True(entries.MoveNext());
        Assert.Equal([5], entries.Current.SerialNumber.ToArray());
        CertificateFormatException refusal = Assert.Throws<CertificateFormatException>(() => entries.MoveNext());
        Assert.Contains($"at byte {good.Length}", refusal.Message, StringComparison.Ordinal);
        // What stands before it can be found all the same.
        Assert.NotNull(list.Find([5], list.Issuer.Span, out _));
        Assert.Throws<CertificateFormatException>(() => list.Find([7], list.Issuer.Span, out _));
    }

    [Fact]
    public void An_entry_is_found_by_its_serial_number_with_its_position()
    {
        var list = CertificateRevocationList.Parse(Build(new Parts { Entries = [Entry([1]), Entry([0x00, 0x80]), Entry([3])] }));
        CrlEntry? found = list.Find([0x00, 0x80], list.Issuer.Span, out int index);
        Assert.NotNull(found);
        Assert.Equal(1, index);
        Assert.Null(list.Find([0x80], list.Issuer.Span, out index));
        Assert.Equal(-1, index);
    }

    [Fact]
    public void Damaged_bytes_are_read_or_refused_and_nothing_else()
    {
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry([0x01], CrlTestAuthority.Start, X509RevocationReason.Superseded);
        byte[] encoded = builder.Build(
            _authority.Framework, 7, s_next, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, CrlTestAuthority.Start);
        Gen<(int, byte)[]> damages = Gen.Choose(0, encoded.Length - 1)
            .SelectMany(position => Gen.Choose(0, 255).Select(value => (position, (byte)value)))
            .ArrayOf().Where(damage => damage.Length is > 0 and < 8);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(damages.ToArbitrary(), damage =>
            {
                byte[] damaged = [.. encoded];
                foreach ((int position, byte value) in damage)
                    damaged[position] = value;
                if (!CertificateRevocationList.TryParse(damaged, out CertificateRevocationList? list))
                    return;
                try
                {
                    foreach (CrlEntry entry in list.Entries)
                        _ = (entry.Reason, entry.CertificateIssuer);
                    _ = list.IssuingDistributionPoint;
                }
                catch (CertificateFormatException)
                {
                    // The allowed way to say no.
                }
            }));
    }

    private static byte[] Entry(byte[] serial)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(serial);
            writer.WriteUtcTime(CrlTestAuthority.Start, 2049);
        }

        return writer.Encode();
    }

    private static byte[] Build(Parts parts)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                if (parts.Version is { } version)
                    writer.WriteInteger(version);
                WriteAlgorithm(writer, parts.InnerAlgorithm);
                writer.WriteEncodedValue(new X500DistinguishedName("CN=x").RawData);
                writer.WriteUtcTime(CrlTestAuthority.Start, 2049);
                if (parts.NextUpdate is { } nextUpdate)
                    writer.WriteUtcTime(nextUpdate, 2049);
                if (parts.Entries is { } entries)
                {
                    using (writer.PushSequence())
                    {
                        foreach (byte[] entry in entries)
                            writer.WriteEncodedValue(entry);
                    }
                }
            }

            WriteAlgorithm(writer, parts.OuterAlgorithm);
            writer.WriteBitString([1, 2, 3]);
        }

        return writer.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteNull();
        }
    }

    private sealed class Parts
    {
        public int? Version { get; init; } = 1;

        public string InnerAlgorithm { get; init; } = "1.2.840.113549.1.1.11";

        public string OuterAlgorithm { get; init; } = "1.2.840.113549.1.1.11";

        public DateTimeOffset? NextUpdate { get; init; } = s_next;

        public byte[][]? Entries { get; init; }
    }
}
