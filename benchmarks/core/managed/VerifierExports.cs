using System.Runtime.InteropServices;
using Staple32.Certificates;
using Staple32.Ocsp;

namespace Staple32.Managed;

/// <summary>The verifier as the prefetcher calls it: certificates parsed long ago, the response in an array of its own.</summary>
internal static unsafe class VerifierExports
{
    private static readonly OcspVerificationSettings s_settings = new(TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));
    private static readonly List<(byte[] Response, Certificate Leaf, Certificate Issuer)> s_questions = [];
    private static Certificate? s_issuer;

    /// <summary>The issuer of all leaves that are added from now on.</summary>
    [UnmanagedCallersOnly(EntryPoint = "managed_set_issuer")]
    public static void SetIssuer(byte* issuer, int length) => s_issuer = Certificate.Parse(new ReadOnlySpan<byte>(issuer, length).ToArray());

    /// <summary>Adds a leaf and the response about it; returns the number by which <see cref="Verify"/> knows them.</summary>
    [UnmanagedCallersOnly(EntryPoint = "managed_add_response")]
    public static int Add(byte* leaf, int leafLength, byte* response, int responseLength)
    {
        s_questions.Add((
            new ReadOnlySpan<byte>(response, responseLength).ToArray(),
            Certificate.Parse(new ReadOnlySpan<byte>(leaf, leafLength).ToArray()),
            s_issuer!));
        return s_questions.Count - 1;
    }

    /// <summary>1 if the response is accepted.</summary>
    [UnmanagedCallersOnly(EntryPoint = "managed_verify")]
    public static int Verify(int number)
    {
        (byte[] response, Certificate leaf, Certificate issuer) = s_questions[number];
        return OcspVerifier.Verify(response, leaf, issuer, TimeProvider.System.GetUtcNow(), s_settings).Accepted is null ? 0 : 1;
    }
}
