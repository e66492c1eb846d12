using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Staple32.Benchmarks.Fleet;

/// <summary>The floor of retrieval: a bare HttpClient that asks the same with GET, and does nothing with what comes.</summary>
internal static class HttpFloor
{
    private const string AccessDescriptions = "1.3.6.1.5.5.7.1.1";

    private const int WarmUpRounds = 1;
    private const int MeasuredRounds = 5;

    /// <summary>SET COUNT CONNECTIONS: prints the process's CPU per response in microseconds, which is the median over the rounds.</summary>
    private static async Task Main(string[] arguments)
    {
        var set = new FleetSet(arguments[0]);
        int connections = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        Uri[] urls = [.. set.Leaves(int.Parse(arguments[1], CultureInfo.InvariantCulture)).Select(leaf => UrlOf(leaf.Certificate, set.Issuers[leaf.Issuer]))];
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections });
        for (int i = 0; i < WarmUpRounds; i++)
            await AskAllAsync(client, urls, connections).ConfigureAwait(false);
        double[] spent = new double[MeasuredRounds];
        for (int i = 0; i < MeasuredRounds; i++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            await AskAllAsync(client, urls, connections).ConfigureAwait(false);
            spent[i] = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / urls.Length;
        }

        Array.Sort(spent);
        Console.WriteLine(spent[MeasuredRounds / 2].ToString("F2", CultureInfo.InvariantCulture));
    }

    private static async Task AskAllAsync(HttpClient client, Uri[] urls, int connections)
    {
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            for (int index; (index = Interlocked.Increment(ref next)) < urls.Length;)
                await client.GetByteArrayAsync(urls[index]).ConfigureAwait(false);
        })).ConfigureAwait(false);
    }

    /// <summary>RFC 6960 A.1 with a CertID of SHA-1: the very bytes that the library sends.</summary>
    private static Uri UrlOf(X509Certificate2 leaf, X509Certificate2 issuer)
    {
        var access = (X509AuthorityInformationAccessExtension)leaf.Extensions[AccessDescriptions]!;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.3.14.3.2.26");
                writer.WriteNull();
            }

#pragma warning disable CA5350 // The digest that every responder knows.
            writer.WriteOctetString(SHA1.HashData(leaf.IssuerName.RawData));
            writer.WriteOctetString(SHA1.HashData(issuer.PublicKey.EncodedKeyValue.RawData));
#pragma warning restore CA5350
            writer.WriteInteger(leaf.SerialNumberBytes.Span);
        }

        return new Uri($"{access.EnumerateOcspUris().First()}/{Uri.EscapeDataString(Convert.ToBase64String(writer.Encode()))}");
    }
}
