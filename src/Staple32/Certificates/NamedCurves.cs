namespace Staple32.Certificates;

/// <summary>The elliptic curves that certificates name (RFC 5480 2.1.1.1, SEC 2, RFC 5639 4.1).</summary>
internal static class NamedCurves
{
    /// <summary>The size of the curve's field in bits; 0 for one that is not known here.</summary>
    /// <param name="oid">Dotted.</param>
    public static int BitsOf(string oid) => oid switch
    {
        "1.2.840.10045.3.1.1" or "1.3.132.0.31" => 192,
        "1.3.132.0.33" => 224,
        Asn1.Oids.CurveP256 or "1.3.132.0.10" => 256,
        Asn1.Oids.CurveP384 => 384,
        Asn1.Oids.CurveP521 => 521,
        "1.3.36.3.3.2.8.1.1.1" or "1.3.36.3.3.2.8.1.1.2" => 160,
        "1.3.36.3.3.2.8.1.1.3" or "1.3.36.3.3.2.8.1.1.4" => 192,
        "1.3.36.3.3.2.8.1.1.5" or "1.3.36.3.3.2.8.1.1.6" => 224,
        "1.3.36.3.3.2.8.1.1.7" or "1.3.36.3.3.2.8.1.1.8" => 256,
        "1.3.36.3.3.2.8.1.1.9" or "1.3.36.3.3.2.8.1.1.10" => 320,
        "1.3.36.3.3.2.8.1.1.11" or "1.3.36.3.3.2.8.1.1.12" => 384,
        "1.3.36.3.3.2.8.1.1.13" or "1.3.36.3.3.2.8.1.1.14" => 512,
        _ => 0,
    };
}
