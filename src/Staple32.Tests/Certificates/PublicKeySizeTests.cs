using Staple32.Certificates;
using Xunit;

namespace Staple32.Tests.Certificates;

public class PublicKeySizeTests
{
    [Theory]
    // RSAPublicKey with a modulus of 9 bits, one with a sign octet, a negative one, zero, and one that is no SEQUENCE.
    [InlineData("1.2.840.113549.1.1.1", "", "300702020101020103", 9)]
    [InlineData("1.2.840.113549.1.1.1", "", "30070202008F020103", 8)]
    [InlineData("1.2.840.113549.1.1.1", "", "30060201FF020103", 0)]
    [InlineData("1.2.840.113549.1.1.1", "", "3006020100020103", 0)]
    [InlineData("1.2.840.113549.1.1.1", "", "040100", 0)]
    [InlineData("1.2.840.113549.1.1.1", "", "", 0)]
    // Dss-Parms: the prime counts, not the key.
    [InlineData("1.2.840.10040.4.1", "300A020201FF020103020102", "020105", 9)]
    [InlineData("1.2.840.10040.4.1", "0500", "020105", 0)]
    // Curves: secp224r1, brainpoolP320r1, an unknown one, and explicit parameters.
    [InlineData("1.2.840.10045.2.1", "06052B81040021", "04", 224)]
    [InlineData("1.2.840.10045.2.1", "06092B2403030208010109", "04", 320)]
    [InlineData("1.2.840.10045.2.1", "06022A03", "04", 0)]
    [InlineData("1.2.840.10045.2.1", "3000", "04", 0)]
    [InlineData("1.3.101.112", "", "00", 0)]
    public void The_number_that_counts_is_measured(string algorithm, string parameters, string key, int bits) =>
        Assert.Equal(bits, PublicKeySize.BitsOf(new AlgorithmIdentifier(algorithm, Convert.FromHexString(parameters)), Convert.FromHexString(key)));
}
