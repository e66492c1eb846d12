using Staple32.Ocsp;
using Staple32.Tests.Pki;
using Xunit;
using static Staple32.Tests.Ocsp.OcspJudge;

namespace Staple32.Tests.Ocsp;

/// <summary>The outer layer: what is not one whole, successful, basic response of version 1.</summary>
public class EncodingRefusalTests
{
    private readonly TestPki _pki = TestPki.Of(KeyKind.P256);

    private byte[] Good => _pki.Answer(AnHourAgo).Encode();

    [Fact]
    public void An_empty_body_is_refused() => Refuses(OcspRefusal.NotDer, _pki, []);

    [Theory]
    [InlineData("<html><body>Please log in</body></html>")]
    [InlineData("MIIB0woBAKCCAcwwggHI")]
    [InlineData("0")]
    [InlineData("0\u0003\n\u0001")]
    public void Text_is_refused(string body) =>
        Refuses(OcspRefusal.NotDer, _pki, System.Text.Encoding.Latin1.GetBytes(body));

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] good = Good;
        for (int length = 0; length < good.Length; length++)
            Refuses(OcspRefusal.NotDer, _pki, good[..length]);
    }

    [Fact]
    public void Bytes_behind_the_response_are_refused() => Refuses(OcspRefusal.TrailingBytes, _pki, [.. Good, 0x00]);

    [Fact]
    public void Bytes_behind_the_basic_response_are_refused() =>
        Refuses(OcspRefusal.TrailingBytes, _pki, (_pki.Answer(AnHourAgo) with { InnerTrailing = [0x05, 0x00] }).Encode());

    [Fact]
    public void An_indefinite_length_is_refused()
    {
        byte[] good = Good;
        Assert.Equal(0x82, good[1]);
        byte[] indefinite = [0x30, 0x80, .. good[4..], 0x00, 0x00];
        Refuses(OcspRefusal.NotDer, _pki, indefinite);
    }

    [Fact]
    public void A_length_that_is_longer_than_it_must_be_is_refused()
    {
        byte[] good = Good;
        Refuses(OcspRefusal.NotDer, _pki, [0x30, 0x83, 0x00, .. good[2..]]);
    }

    [Theory]
    [InlineData(1, OcspRefusal.MalformedRequest)]
    [InlineData(2, OcspRefusal.InternalError)]
    [InlineData(3, OcspRefusal.TryLater)]
    [InlineData(4, OcspRefusal.UnknownResponseStatus)]
    [InlineData(5, OcspRefusal.SigRequired)]
    [InlineData(6, OcspRefusal.Unauthorized)]
    [InlineData(7, OcspRefusal.UnknownResponseStatus)]
    [InlineData(127, OcspRefusal.UnknownResponseStatus)]
    [InlineData(65536, OcspRefusal.UnknownResponseStatus)]
    public void Each_error_status_is_a_refusal_of_its_own(int status, OcspRefusal refusal)
    {
        Refuses(refusal, _pki, OcspAnswer.Error(status));
        // A good response inside does not make up for the status outside.
        Refuses(refusal, _pki, (_pki.Answer(AnHourAgo) with { ResponseStatus = status }).Encode());
    }

    [Fact]
    public void A_successful_response_without_response_bytes_is_refused() =>
        Refuses(OcspRefusal.NoResponseBytes, _pki, OcspAnswer.Error(0));

    [Fact]
    public void Another_response_type_is_refused() =>
        Refuses(OcspRefusal.UnknownResponseType, _pki, (_pki.Answer(AnHourAgo) with { ResponseType = "1.3.6.1.5.5.7.48.1.10" }).Encode());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void Another_version_is_refused(int version) =>
        Refuses(OcspRefusal.UnknownVersion, _pki, (_pki.Answer(AnHourAgo) with { Version = version }).Encode());

    [Fact]
    public void A_time_with_a_fraction_of_a_second_is_refused()
    {
        // GeneralizedTime 20240615110000Z becomes 202406151100.5Z, of the same length.
        byte[] good = Good;
        byte[] time = "20240615110000Z"u8.ToArray();
        int at = good.AsSpan().IndexOf(time);
        Assert.True(at > 0);
        "2024061511000.5"u8.CopyTo(good.AsSpan(at));
        Refuses(OcspRefusal.NotDer, _pki, good);
    }
}
