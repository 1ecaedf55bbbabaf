/** The application: providers around the router. */
export function App() {
  return <h1>ChatSpace</h1>;
}
