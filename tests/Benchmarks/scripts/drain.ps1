# Nothing but the bytes.
param([string] $Server, [string] $Module, [int] $Repeat = 1, [string] $Mode = 'all')

for ($i = 0; $i -lt $Repeat; $i++) {
    $handler = [Net.Http.HttpClientHandler]::new()
    $handler.ServerCertificateCustomValidationCallback = [Net.Http.HttpClientHandler]::DangerousAcceptAnyServerCertificateValidator
    $http = [Net.Http.HttpClient]::new($handler)
    $form = [Net.Http.StringContent]::new('grant_type=password&username=DOMAIN%5Cadmin&password=benchmark', [Text.Encoding]::UTF8, 'application/x-www-form-urlencoded')
    $answer = $http.PostAsync("https://$Server/v5/token", $form).Result.Content.ReadAsStringAsync().Result
    $token = [regex]::Match($answer, '"access_token":"([^"]+)"').Groups[1].Value
    $http.DefaultRequestHeaders.Authorization = [Net.Http.Headers.AuthenticationHeaderValue]::new('Bearer', $token)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $http.GetStreamAsync("https://$Server/v5/RestoreSessions").Result.CopyTo([IO.Stream]::Null)
    "list=$($watch.Elapsed.TotalMilliseconds)"
}
'peak={0}' -f [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
