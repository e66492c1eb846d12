using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

public class SerializedStoreTests
{
    private static readonly Certificate s_certificate = TestCertificate.Make("CN=x");
    private static readonly CertificateRevocationList s_crl = TestCrl.Make("CN=ca");

    /// <summary>The bytes as they stand in a file: version 0, "CERT", entries of three little-endian numbers and a value.</summary>
    [Fact]
    public void The_format_is_that_of_the_files_that_Windows_writes()
    {
        var certificate = new StoredCertificate(s_certificate);
        certificate.Properties.Set(11, "a\0b\0\0\0"u8.ToArray());
        byte[] expected =
        [
            0, 0, 0, 0, (byte)'C', (byte)'E', (byte)'R', (byte)'T',
            .. Entry(11, "a\0b\0\0\0"u8),
            .. Entry(32, s_certificate.Encoded.Span),
            .. Entry(33, s_crl.Encoded.Span),
            .. new byte[12],
        ];
        Assert.Equal(expected, SerializedStore.Write([certificate], [new StoredCrl(s_crl)]));
        StoreContents read = SerializedStore.Read(expected, out int length);
        Assert.Equal(expected.Length, length);
        Assert.Equal(StoreFormat.Serialized, read.Format);
        StoredCertificate back = Assert.Single(read.Certificates);
        Assert.Equal([11u], back.Properties.Ids);
        Assert.Equal("a\0b\0\0\0"u8.ToArray(), back.Properties.Get(11)!.Value.ToArray());
        Assert.Equal(s_certificate.Encoded.ToArray(), back.Encoded.ToArray());
        Assert.Equal(s_crl.Encoded.ToArray(), Assert.Single(read.Crls).Encoded.ToArray());
    }

    [Fact]
    public void An_empty_store_is_a_beginning_and_an_end() =>
        Assert.Equal([0, 0, 0, 0, 0x43, 0x45, 0x52, 0x54, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], SerializedStore.Write([], []));

    [Fact]
    public void What_stands_behind_the_end_is_not_looked_at()
    {
        byte[] bytes = [.. SerializedStore.Write([new StoredCertificate(s_certificate)], []), 1, 2, 3];
        Assert.Single(SerializedStore.Read(bytes, out int length).Certificates);
        Assert.Equal(bytes.Length - 3, length);
    }

    [Fact]
    public void Trust_lists_and_key_properties_are_left_out()
    {
        byte[] bytes =
        [
            0, 0, 0, 0, 0x43, 0x45, 0x52, 0x54,
            .. Entry(2, new byte[48]), .. Entry(0x8001, [7]), .. Entry(34, [1, 2, 3]),
            .. Entry(5, new byte[16]), .. Entry(0x8001, [8]), .. Entry(32, s_certificate.Encoded.Span),
            .. new byte[12],
        ];
        StoredCertificate only = Assert.Single(SerializedStore.Read(bytes, out _).Certificates);
        Assert.Equal([0x8001u], only.Properties.Ids);
        Assert.Equal(8, only.Properties.Get(0x8001)!.Value.Span[0]);
    }

    [Fact]
    public void A_store_that_is_cut_off_is_refused()
    {
        var certificate = new StoredCertificate(s_certificate);
        certificate.Properties.Set(0x8001, new byte[] { 1 });
        byte[] bytes = SerializedStore.Write([certificate], [new StoredCrl(s_crl)]);
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<CertificateFormatException>(() => SerializedStore.Read(bytes.AsMemory(0, length), out _));
    }

    [Fact]
    public void An_end_within_an_element_is_refused()
    {
        byte[] bytes = [0, 0, 0, 0, 0x43, 0x45, 0x52, 0x54, .. Entry(11, [0, 0]), .. new byte[12]];
        Assert.Throws<CertificateFormatException>(() => SerializedStore.Read(bytes, out _));
    }

    [Fact]
    public void An_element_that_is_no_certificate_is_refused()
    {
        byte[] bytes = [0, 0, 0, 0, 0x43, 0x45, 0x52, 0x54, .. Entry(32, [0x30, 0]), .. new byte[12]];
        Assert.Throws<CertificateFormatException>(() => SerializedStore.Read(bytes, out _));
    }

    [Fact]
    public void Thirty_thousand_properties_of_one_certificate_are_read_in_one_go()
    {
        var bytes = new List<byte>([0, 0, 0, 0, 0x43, 0x45, 0x52, 0x54]);
        for (uint id = 0; id < 200_000; id++)
            bytes.AddRange(Entry(0x4000 + (id % 0x8000), [(byte)(id % 256)]));
        bytes.AddRange(Entry(32, s_certificate.Encoded.Span));
        bytes.AddRange(new byte[12]);
        StoredCertificate only = Assert.Single(SerializedStore.Read(bytes.ToArray(), out _).Certificates);
        Assert.Equal(0x8000, only.Properties.Ids.Count);
    }

    [Fact]
    public void No_damage_makes_reading_fail_otherwise()
    {
        var certificate = new StoredCertificate(s_certificate);
        certificate.Properties.Set(0x8001, new byte[] { 1 });
        byte[] whole = SerializedStore.Write([certificate], [new StoredCrl(s_crl)]);
        Prop.ForAll<(int, byte)[]>(damage =>
        {
            byte[] bytes = [.. whole];
            foreach ((int place, byte value) in damage)
                bytes[(place & int.MaxValue) % bytes.Length] = value;
            try
            {
                return SerializedStore.Read(bytes, out _).Certificates.Count <= 1;
            }
            catch (CertificateFormatException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();
    }

    private static byte[] Entry(uint id, ReadOnlySpan<byte> value)
    {
        byte[] entry = new byte[12 + value.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, id);
        entry[4] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(8), (uint)value.Length);
        value.CopyTo(entry.AsSpan(12));
        return entry;
    }
}
